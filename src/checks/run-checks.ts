import { isUptempoError, suggest } from '../core/index.ts';
import type { Project } from '../project/index.ts';
import { BUILT_IN_CHECKS } from './built-in-checks.ts';
import { type Check, type CheckLevel, type CheckMessage, LEVELS } from './check.ts';
import { checkError } from './errors.ts';
import { projectChecks } from './project-checks.ts';
import { CheckSubject } from './subject.ts';

export interface CheckOptions {
  /** Only checks that have one of these tags. Default all. */
  readonly tags?: readonly string[];
  /** Whether checks for deployed projects are run too. Default false. */
  readonly isForDeploy?: boolean;
}

/** A message that the settings silence, with the reason they give. */
export interface SilencedMessage extends CheckMessage {
  readonly reason: string;
}

export interface CheckReport {
  /** Names of the checks that were run. */
  readonly checks: readonly string[];
  /** The worst first, those of one file together. */
  readonly messages: readonly CheckMessage[];
  readonly silenced: readonly SilencedMessage[];
}

/**
 * Runs the framework's checks and the project's own.
 *
 * @throws checks.tag.unknown, checks.check.invalid
 */
export async function runChecks(
  project: Project,
  options: CheckOptions = {},
): Promise<CheckReport> {
  const known = [...BUILT_IN_CHECKS, ...(await projectChecks(project))];
  const chosen = choose(known, options);
  const subject = new CheckSubject(project);
  try {
    const found: CheckMessage[] = [];
    for (const check of chosen) found.push(...(await runCheck(check, subject)));
    return report(chosen, found, project, options);
  } finally {
    await subject.close();
  }
}

/** Every tag of the checks there are, sorted. */
export async function checkTags(project: Project): Promise<readonly string[]> {
  const known = [...BUILT_IN_CHECKS, ...(await projectChecks(project))];
  return [...new Set(known.flatMap(({ tags }) => tags))].sort();
}

function choose(known: readonly Check[], { tags, isForDeploy }: CheckOptions): readonly Check[] {
  const all = new Set(known.flatMap((check) => check.tags));
  for (const tag of tags ?? []) {
    if (all.has(tag)) continue;
    throw checkError('checks.tag.unknown', `No check has the tag "${tag}".`, {
      hint: suggest(tag, all),
    });
  }
  return known.filter((check) => {
    if (check.isForDeploy === true && isForDeploy !== true) return false;
    return tags === undefined || check.tags.some((tag) => tags.includes(tag));
  });
}

/** A check that fails with a coded error has found something; any other error is a mistake in it. */
async function runCheck(check: Check, subject: CheckSubject): Promise<readonly CheckMessage[]> {
  try {
    return [...(await check.run(subject))];
  } catch (error) {
    if (!isUptempoError(error)) throw error;
    return [{ level: 'error', id: error.code, message: error.message, hint: error.hint }];
  }
}

function report(
  chosen: readonly Check[],
  found: readonly CheckMessage[],
  { settings: { silencedChecks = {} } }: Project,
  options: CheckOptions,
): CheckReport {
  const isSilenced = ({ id }: CheckMessage) => Object.hasOwn(silencedChecks, id);
  const unused = options.tags === undefined ? unusedReasons(silencedChecks, found) : [];
  return {
    checks: chosen.map(({ name }) => name),
    messages: [...found.filter((message) => !isSilenced(message)), ...unused].sort(byWeight),
    silenced: found
      .filter(isSilenced)
      .map((message) => ({ ...message, reason: silencedChecks[message.id]! })),
  };
}

function unusedReasons(
  silenced: Readonly<Record<string, string>>,
  found: readonly CheckMessage[],
): readonly CheckMessage[] {
  const unused = Object.keys(silenced).filter((id) => found.every((message) => message.id !== id));
  return unused.map((id) => ({
    level: 'info',
    id: 'checks.silenced.unused',
    message: `The setting silencedChecks names "${id}", which nothing reports.`,
    hint: 'Take it out, or correct its id.',
  }));
}

function byWeight(a: CheckMessage, b: CheckMessage): number {
  return (
    weight(b.level) - weight(a.level) ||
    (a.place?.file ?? '').localeCompare(b.place?.file ?? '') ||
    (a.place?.line ?? 0) - (b.place?.line ?? 0) ||
    (a.place?.column ?? 0) - (b.place?.column ?? 0)
  );
}

/** Whether a level is as bad as another, or worse. */
export function isAtLeast(level: CheckLevel, other: CheckLevel): boolean {
  return weight(level) >= weight(other);
}

function weight(level: CheckLevel): number {
  return LEVELS.indexOf(level);
}
