import type { Exception } from './configuration.ts';
import { rules, type Violation } from './rules.ts';
import type { SourceTree } from './source-tree.ts';

/**
 * Holds a tree to every rule. Returns one line per problem, `file:line rule: what`, with the
 * exceptions that nothing needs any more at the end; empty when all is well.
 */
export function checkArchitecture(tree: SourceTree): readonly string[] {
  const { exceptions } = tree.architecture;
  const violations = Object.values(rules).flatMap((rule) => rule(tree));
  const unexcused = violations.filter(
    (violation) => !exceptions.some((exception) => excuses(exception, violation)),
  );
  const unused = exceptions.filter(
    (exception) => !violations.some((violation) => excuses(exception, violation)),
  );
  return [...unexcused.map(describeViolation), ...unused.map(describeUnused)];
}

function excuses(exception: Exception, violation: Violation): boolean {
  return (
    exception.rule === violation.rule &&
    covers(exception.from, violation.from) &&
    (exception.to === undefined || covers(exception.to, violation.to ?? ''))
  );
}

/** A path with a slash at the end stands for all below it. */
function covers(pattern: string, path: string): boolean {
  return pattern.endsWith('/') ? path.startsWith(pattern) : path === pattern;
}

function describeViolation({ rule, from, line, message, to }: Violation): string {
  const place = line === undefined ? from : `${from}:${line}`;
  return `${place} ${rule}: ${message}${to === undefined ? '' : ` (${to})`}`;
}

function describeUnused({ rule, from, to }: Exception): string {
  return `architecture.json: the exception from ${rule} for ${from}${to === undefined ? '' : ` → ${to}`} is not needed`;
}
