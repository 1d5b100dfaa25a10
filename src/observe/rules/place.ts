import type { CallSite } from '../../events/index.ts';
import type { FindingPlace, RuleScope } from '../finding.ts';
import { siteOf } from '../site.ts';
import { sourceLine } from '../source/source-line.ts';

/** The application's line behind a call site, with its source; undefined when it has none. */
export function placeOf(
  callSite: CallSite | undefined,
  scope: RuleScope,
): FindingPlace | undefined {
  const site = siteOf(callSite, scope.projectRoot);
  if (site === undefined) return undefined;
  const source =
    site.kind === 'source' ? sourceLine(scope.readSource(site.path), site.line) : undefined;
  return { site, source };
}
