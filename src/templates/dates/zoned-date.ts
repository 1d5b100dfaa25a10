/** A date that is shown in a zone of its own, whatever zone the page is in. */
export class ZonedDate extends Date {
  /** IANA name. */
  readonly timeZone: string;

  constructor(date: Date, timeZone: string) {
    super(date);
    this.timeZone = timeZone;
  }
}
