import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkOptions, option } from '../../src/core/index.ts';

/** The rules a source tree is held to; what each one forbids stands beside it in `rules.ts`. */
export const RULES = [
  'folder',
  'readme',
  'direction',
  'entry',
  'package',
  'cycle',
  'console',
  'default-export',
  'length',
] as const;

export type Rule = (typeof RULES)[number];

/** A break of one rule that is meant, with the reason why. */
export interface Exception {
  readonly rule: Rule;
  /** The file that breaks it, or a folder with a slash at the end: `src/cli/`. */
  readonly from: string;
  /** The file, folder or package it imports; left out for rules about one file. */
  readonly to?: string;
  readonly reason: string;
}

/** `architecture.json` at the root of the repository. */
export interface Architecture {
  /** Folders of src/, lowest level first. Imports go strictly down. */
  readonly levels: readonly (readonly string[])[];
  /** Folders that may import every other one and that none may import. */
  readonly aboveAll: readonly string[];
  /** Who may import which npm package or restricted part of Node. */
  readonly packages: Readonly<Record<string, readonly string[]>>;
  /** Folders outside of src/ whose files are held to the `entry` rule as well. */
  readonly consumers: readonly string[];
  /** Lines a file of src/ may have. */
  readonly maxLines: number;
  readonly exceptions: readonly Exception[];
}

const texts = option.arrayOf(option.string);

/** Reads the configuration under `root`, refusing what it does not know. */
export function readArchitecture(root: string): Architecture {
  const architecture: Architecture = JSON.parse(
    readFileSync(join(root, 'architecture.json'), 'utf8'),
  );
  checkOptions('architecture.json', architecture, {
    levels: option.arrayOf(texts),
    aboveAll: texts,
    packages: option.object,
    consumers: texts,
    maxLines: option.integer({ min: 1 }),
    exceptions: option.arrayOf(option.object),
  });
  architecture.exceptions.forEach(checkException);
  return architecture;
}

function checkException(exception: Exception, index: number): void {
  const where = `architecture.json: exception ${index + 1}`;
  checkOptions(where, exception, {
    rule: option.oneOf(...RULES),
    from: option.string,
    to: option.string,
    reason: option.string,
  });
  if (!exception.rule || !exception.from || !exception.reason) {
    throw new Error(`${where} must say "rule", "from" and "reason".`);
  }
}
