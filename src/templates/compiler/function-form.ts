import type { FunctionWriter } from './function-writer.ts';

/**
 * How a function is written where it may meet a value that is to be waited for, or a function that
 * is to be called: as a generator (`steps-form.ts`), or as a plain function (`plain-form.ts`).
 */
export interface FunctionForm {
  /** What stands before the name of the function. */
  readonly head: 'function*' | 'function';
  /** Statements to run before all others. */
  prologue(isIncluding: boolean): readonly string[];
  /** Waits for the value of a variable, if there is something to wait for. */
  settle(code: FunctionWriter, variable: string, wait: string): void;
  /** As `settle`, in short code, for values that are seldom objects. */
  settleRare(code: FunctionWriter, variable: string): void;
  /** As `settle`, for promises alone. */
  settlePromise(code: FunctionWriter, variable: string): void;
  /** As `settle`, for what a function of the application has returned. */
  settleCalled(code: FunctionWriter, variable: string): void;
  /** Calls the value of a variable of the context, if it is a function. */
  call(code: FunctionWriter, variable: string): void;
  /**
   * Writes one step of a dotted look-up; returns the variable of its value.
   *
   * @param isSettled - whether there is nothing to wait for in the value it begins with.
   */
  attribute(code: FunctionWriter, base: string, name: string, isSettled: boolean): string;
  /** Makes a list of what a variable holds. */
  sequence(code: FunctionWriter, variable: string): void;
  /** A place where a streamed render may hand on what it has written. */
  handOn(code: FunctionWriter, isOften: boolean): void;
  /** Prints an included template. @param values - code of its context, locals and given values. */
  included(code: FunctionWriter, target: string, values: string): void;
}
