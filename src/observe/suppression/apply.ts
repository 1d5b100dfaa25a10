import { type Finding, type FindingPlace, placeName, type RuleScope } from '../finding.ts';
import { type IgnoreComment, readIgnoreComment } from './ignore-comment.ts';
import type { Suppression } from './suppression.ts';

/** A finding that the settings or a comment leave as it is, with their reason. */
export interface SuppressedFinding extends Finding {
  readonly reason: string;
  /** The last day on which it is ignored; undefined for ever. */
  readonly until: string | undefined;
}

/** Findings by whether they are reported. */
export interface SortedFindings {
  readonly findings: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
}

/**
 * Takes out what is suppressed. What a suppression was meant for and does not hold stays, with a note
 * that says why.
 *
 * @param today - `2027-01-31`.
 */
export function applySuppressions(
  found: readonly Finding[],
  suppressions: readonly Suppression[],
  scope: Pick<RuleScope, 'readSource'>,
  today: string,
): SortedFindings {
  const findings: Finding[] = [];
  const suppressed: SuppressedFinding[] = [];
  for (const finding of found) {
    const claims = [...fromSettings(finding, suppressions), ...fromComments(finding, scope)];
    const valid = claims.find((claim) => problemOf(claim, today) === undefined);
    if (valid !== undefined) {
      suppressed.push({ ...finding, reason: valid.reason, until: valid.until });
    } else findings.push(withNote(finding, claims[0], today));
  }
  return { findings, suppressed };
}

/** Somebody says that a finding is to be ignored. */
type Claim = Omit<IgnoreComment, 'rules'>;

function withNote(finding: Finding, claim: Claim | undefined, today: string): Finding {
  const note = claim && problemOf(claim, today);
  return note === undefined ? finding : { ...finding, note };
}

function problemOf({ problem, reason, until }: Claim, today: string): string | undefined {
  if (problem !== undefined) return `The comment uptempo-ignore ${problem}.`;
  if (until === undefined || until >= today) return undefined;
  return `It was ignored until ${until}: ${reason}`;
}

function fromSettings(finding: Finding, suppressions: readonly Suppression[]): readonly Claim[] {
  return suppressions
    .filter((suppression) => isMeant(suppression, finding))
    .map(({ reason, until }) => ({ reason, until, problem: undefined }));
}

function isMeant({ fingerprint, rule, place }: Suppression, finding: Finding): boolean {
  if (fingerprint !== undefined) return fingerprint === finding.fingerprint;
  if (rule !== finding.code) return false;
  if (place === undefined) return true;
  return placesOf(finding).some((at) => placeName(at) === place || fileOf(at) === place);
}

function fileOf({ site }: FindingPlace): string {
  return site.kind === 'template' ? site.template : site.file;
}

/** Comments on the lines of a finding and on those above them. */
function fromComments(
  finding: Finding,
  { readSource }: Pick<RuleScope, 'readSource'>,
): readonly Claim[] {
  return placesOf(finding).flatMap(({ site }) => {
    const lines = site.kind === 'source' ? readSource(site.path)?.split('\n') : undefined;
    if (site.kind !== 'source' || lines === undefined) return [];
    return [lines[site.line - 1], lines[site.line - 2]]
      .map((line) => readIgnoreComment(line ?? ''))
      .filter((comment) => comment !== undefined)
      .filter(({ rules }) => rules.includes(finding.code));
  });
}

function placesOf({ querySet, access }: Finding): readonly FindingPlace[] {
  return [querySet, access].filter((place) => place !== undefined);
}
