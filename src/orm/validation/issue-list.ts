import { issuesIn, NON_FIELD_ERRORS, type ValidationIssue } from './validation-error.ts';

/** The issues of one row while they are gathered. */
export class IssueList {
  readonly byField: Record<string, ValidationIssue[]> = Object.create(null);

  add(name: string, code: string, message: string, params: object = {}): void {
    this.#push(name, { code, message, params: { ...params } });
  }

  /** Whether a field has any. */
  has(name: string): boolean {
    return this.byField[name] !== undefined;
  }

  get isEmpty(): boolean {
    return Object.keys(this.byField).length === 0;
  }

  /** Runs what throws `validationError()`; what it says of no field counts for `name`. */
  async gather(name: string, work: () => unknown): Promise<void> {
    try {
      await work();
    } catch (error) {
      const issues = issuesIn(error);
      if (issues === undefined) throw error;
      for (const [field, found] of Object.entries(issues)) {
        for (const issue of found) this.#push(field === NON_FIELD_ERRORS ? name : field, issue);
      }
    }
  }

  #push(name: string, issue: ValidationIssue): void {
    const list = this.byField[name];
    if (list === undefined) this.byField[name] = [issue];
    else list.push(issue);
  }
}
