/** One step of how a database gets the rows of a query, with the steps it takes its rows from. */
export interface PlanStep {
  /** `Seq Scan on movie`, `SEARCH movie USING INDEX movie_title`. */
  readonly title: string;
  /** Conditions and the like, a line each: `Filter: (votes > 5)`. */
  readonly details: readonly string[];
  /** It looks at every row of a table. */
  readonly isScan: boolean;
  /** Table that it reads by itself. */
  readonly table?: string | undefined;
  /** Estimated: its cost with what is below it, in the database's own unit, and its rows. */
  readonly cost?: number | undefined;
  readonly rows?: number | undefined;
  /** Measured, all of its loops together: rows that came out, and milliseconds with what is below. */
  readonly actualRows?: number | undefined;
  readonly actualMs?: number | undefined;
  readonly loops?: number | undefined;
  /** Measured: rows that it read and threw away. */
  readonly removedRows?: number | undefined;
  readonly steps: readonly PlanStep[];
}

/** A plan as a tree. */
export interface StatementPlan {
  readonly steps: readonly PlanStep[];
  /** Measured milliseconds of planning and of running, where they were. */
  readonly planningMs?: number | undefined;
  readonly executionMs?: number | undefined;
}
