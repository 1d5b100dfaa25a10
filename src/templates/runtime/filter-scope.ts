/** What the render tells a filter, beside the value and the argument. */
export interface FilterScope {
  /** Whether autoescape is on where the filter stands. */
  readonly autoescape: boolean;
  /** IANA name of the zone that dates are shown in. */
  readonly timeZone: string;
  /** The current time. */
  now(): Date;
}
