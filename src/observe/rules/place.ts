import type { CallSite } from '../../events/index.ts';
import type { FindingPlace, RuleScope } from '../finding.ts';
import { siteOf, sourceSite } from '../site.ts';
import { sourceLine } from '../source/source-line.ts';
import type { Trace } from '../trace.ts';

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

/** A line of a file that no call site names. */
export function toSourcePlace(path: string, line: number, scope: RuleScope): FindingPlace {
  const site = sourceSite(
    { file: path, line, column: 1, functionName: undefined },
    scope.projectRoot,
  );
  return { site, source: sourceLine(scope.readSource(path), line) };
}

/** The line of the view, or the one that adds its route, for what concerns the whole request. */
export function viewPlace(trace: Trace, scope: RuleScope): FindingPlace | undefined {
  const view = trace.spans.find(({ kind }) => kind === 'view');
  return placeOf(view?.site, scope) ?? placeOf(trace.site, scope);
}

/** How a finding about the whole request is told from that of another route. */
export function routeSubject({ method, route, url }: Trace): string {
  return `${method} ${route ?? url.split('?', 1)[0]}`;
}
