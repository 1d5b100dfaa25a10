/** What a recorder keeps of each trace. */
export interface TraceLimits {
  /** Entries kept of each list of a trace: queries, relation loads, templates, spans. */
  readonly maxEntries: number;
  readonly recordsParameters: boolean;
  readonly keepsValues: boolean;
  /** Characters kept of a parameter. */
  readonly maxParameterLength: number;
  /** Whether log lines, signals and values of contexts are kept. */
  readonly recordsDetails: boolean;
}
