import type { CheckSubject } from './subject.ts';

/** How bad it is, from the least on. */
export const LEVELS = ['debug', 'info', 'warning', 'error', 'critical'] as const;

export type CheckLevel = (typeof LEVELS)[number];

/** One thing that a check has found. */
export interface CheckMessage {
  readonly level: CheckLevel;
  /** The stable, dotted code of what is wrong, by which it is looked up and silenced. */
  readonly id: string;
  /** What is wrong, in a sentence. */
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string | undefined;
  /** What it is about: a file, with the place in it. */
  readonly place?: CheckPlace | undefined;
}

/** A place in a file; lines and columns count from 1. */
export interface CheckPlace {
  /** Absolute path, or the name of what is in no file. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The line with its number, and a caret under the column. */
  readonly excerpt: string;
}

/** Looks at one side of a project before it runs. Checks read; they change nothing. */
export interface Check {
  readonly name: string;
  /** What `--tag` chooses it by. */
  readonly tags: readonly string[];
  /** What it looks at, in a sentence. */
  readonly help: string;
  /** Whether it asks for what only a deployed project needs; run with `--deploy`. Default false. */
  readonly isForDeploy?: boolean;
  run(subject: CheckSubject): Iterable<CheckMessage> | Promise<Iterable<CheckMessage>>;
}

/**
 * Declares a check of the project. The module that the setting `checks` imports exports a list of
 * them as `checks`.
 *
 * ```ts
 * export const checks = [
 *   defineCheck({
 *     name: 'posters',
 *     tags: ['files'],
 *     help: 'The folder of posters is there.',
 *     run: ({ project }) =>
 *       existsSync(join(project.root, 'posters'))
 *         ? []
 *         : [{ level: 'warning', id: 'cinema.posters.missing', message: 'There are no posters.' }],
 *   }),
 * ];
 * ```
 */
export function defineCheck(check: Check): Check {
  return check;
}
