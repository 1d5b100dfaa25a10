import type { FindingPlace, Remedy, RuleScope } from '../finding.ts';
import { type CallChain, findCallChain } from '../source/call-chain.ts';
import { withCall, withoutCall } from '../source/chain-edit.ts';
import type { TracedRelationLoad } from '../trace.ts';

const EXPLANATIONS = {
  selectRelated: 'One query with a join fetches the rows and their relation together.',
  prefetchRelated: 'One more query fetches the relation for all rows at once.',
} as const;

/** How to load a relation together with its rows, written into the QuerySet's own source. */
export function eagerLoadingRemedies(
  load: TracedRelationLoad,
  querySet: FindingPlace | undefined,
  access: FindingPlace | undefined,
  scope: RuleScope,
): readonly Remedy[] {
  const found = chainOf(querySet, load.resultSet.model, scope);
  const remedies = [eagerly(load, access, found)];
  const excerpt = found && withoutCall(found.source, found.chain, 'fetchMode');
  if (excerpt !== undefined) {
    remedies.push({
      title: 'Or drop the fetch mode',
      explanation:
        `In the default mode, peers, the first access to ${load.name} loads it for all rows of ` +
        'the result: 2 queries altogether, and none when nothing accesses it.',
      ...excerpt,
    });
  }
  return remedies;
}

function eagerly(
  load: TracedRelationLoad,
  access: FindingPlace | undefined,
  found: FoundChain | undefined,
): Remedy {
  const call = `.${load.remedy}('${load.name}')`;
  const excerpt = found
    ? withCall(found.source, found.chain, load.remedy, load.name)
    : { code: call, inserted: { start: 0, end: call.length } };
  const accessCode = withoutLoad(access, load.name);
  return {
    title: `Load it with ${load.remedy}`,
    explanation: EXPLANATIONS[load.remedy],
    ...excerpt,
    ...(accessCode === undefined ? {} : { accessCode }),
  };
}

/** `await movie.director.load()` becomes `movie.director`: what is loaded needs no loading. */
function withoutLoad(access: FindingPlace | undefined, relation: string): string | undefined {
  if (access?.site.kind !== 'source' || access.source === undefined) return undefined;
  const owner = String.raw`([\w$.?![\]]+\.${relation})`;
  const call = String.raw`${owner}\.load\(\)`;
  const rewritten = access.source
    .replace(new RegExp(String.raw`\(await ${call}\)`, 'g'), '$1')
    .replace(new RegExp(String.raw`\bawait ${call}`, 'g'), '$1');
  return rewritten === access.source ? undefined : rewritten;
}

/** The chain of calls that made a QuerySet, in the text of its file. */
export interface FoundChain {
  readonly source: string;
  readonly chain: CallChain;
}

/** Finds the chain behind a QuerySet's line, if it is one of the model's. */
export function chainOf(
  querySet: FindingPlace | undefined,
  model: string,
  scope: RuleScope,
): FoundChain | undefined {
  if (querySet?.site.kind !== 'source') return undefined;
  const { path, line, column } = querySet.site;
  const source = scope.readSource(path);
  const chain = source === undefined ? undefined : findCallChain(source, line, column);
  if (source === undefined || chain === undefined) return undefined;
  return isOfModel(chain, model) ? { source, chain } : undefined;
}

/** A chain from another model's manager reached these rows through a relation of its own. */
function isOfModel(chain: CallChain, model: string): boolean {
  const manager = /(?:^|\.)(?<owner>[\w$]+)\.objects$/.exec(chain.root)?.groups?.owner;
  return manager === undefined || manager === model;
}
