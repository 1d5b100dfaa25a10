import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { CallSite } from '../../src/events/index.ts';
import {
  checkSuppressions,
  defaultRules,
  type Suppression,
  sortedFindings,
} from '../../src/observe/index.ts';
import { publishQuery, publishRequest, record } from './cinema-events.ts';

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));
const OWN_FILE = 'test/observe/suppression.test.ts';
const OWN_LINES = readFileSync(import.meta.filename, 'utf8').split('\n');
const lineOf = (end: string) => OWN_LINES.findIndex((line) => line.endsWith(end)) + 1;

/** What a request is found to do whose slow query was asked for at a site. */
function slowQueryAt(site: CallSite, suppressions: readonly Suppression[] = []) {
  const trace = record(() =>
    publishRequest((context) => publishQuery(context, { durationMs: 900, site })),
  );
  return sortedFindings(trace, { projectRoot, suppressions });
}

const plainSite = () => CallSite.capture(); // the plain site

test.each<[string, Omit<Suppression, 'reason'>]>([
  [
    'its fingerprint',
    { fingerprint: `slow-query:Movie:${OWN_FILE}:${lineOf('// the plain site')}` },
  ],
  ['its rule', { rule: 'slow-query' }],
  ['its rule in a file', { rule: 'slow-query', place: OWN_FILE }],
  [
    'its rule on a line',
    { rule: 'slow-query', place: `${OWN_FILE}:${lineOf('// the plain site')}` },
  ],
  ['its rule until a day to come', { rule: 'slow-query', until: '9999-12-31' }],
])('a finding is suppressed by %s', (_by, suppression) => {
  const reason = 'A report that two people read';
  const { findings, suppressed } = slowQueryAt(plainSite(), [{ ...suppression, reason }]);
  expect(findings).toEqual([]);
  expect(suppressed).toMatchObject([{ code: 'slow-query', reason }]);
});

test.each<[string, Omit<Suppression, 'reason'>]>([
  ['another fingerprint', { fingerprint: 'slow-query:Movie:src/views.ts:1' }],
  ['another rule', { rule: 'n-plus-one' }],
  ['another line', { rule: 'slow-query', place: `${OWN_FILE}:1` }],
])('%s suppresses nothing', (_what, suppression) => {
  const { findings, suppressed } = slowQueryAt(plainSite(), [{ ...suppression, reason: 'Known' }]);
  expect(findings).toHaveLength(1);
  expect(findings[0]?.note).toBeUndefined();
  expect(suppressed).toEqual([]);
});

test('one that has expired is reported again, with a note', () => {
  const expired = { rule: 'slow-query', reason: 'Until the index is there', until: '2020-02-29' };
  const { findings, suppressed } = slowQueryAt(plainSite(), [expired]);
  expect(findings).toMatchObject([
    { code: 'slow-query', note: 'It was ignored until 2020-02-29: Until the index is there' },
  ]);
  expect(suppressed).toEqual([]);
});

const onItsLine = () => CallSite.capture(); // uptempo-ignore slow-query: a yearly report
// uptempo-ignore n-plus-one, slow-query: a yearly report (until 9999-12-31)
const belowIt = () => CallSite.capture();
const ofAnother = () => CallSite.capture(); // uptempo-ignore n-plus-one: a yearly report
const withoutReason = () => CallSite.capture(); // uptempo-ignore slow-query
const expired = () => CallSite.capture(); // uptempo-ignore slow-query: soon (until 2020-01-01)
const undated = () => CallSite.capture(); // uptempo-ignore slow-query: soon (until summer)

test('a comment on the line, or above it, suppresses', () => {
  expect(slowQueryAt(onItsLine())).toMatchObject({
    findings: [],
    suppressed: [{ reason: 'a yearly report', until: undefined }],
  });
  expect(slowQueryAt(belowIt()).suppressed).toMatchObject([
    { reason: 'a yearly report', until: '9999-12-31' },
  ]);
});

test('a comment for another rule, without a reason or out of date does not', () => {
  const noteAt = (site: () => CallSite) => slowQueryAt(site()).findings.map(({ note }) => note);
  expect(noteAt(ofAnother)).toEqual([undefined]);
  expect(noteAt(withoutReason)).toEqual([
    'The comment uptempo-ignore gives no reason: write it behind a colon.',
  ]);
  expect(noteAt(expired)).toEqual(['It was ignored until 2020-01-01: soon']);
  expect(noteAt(undated)).toEqual([
    'The comment uptempo-ignore says (until summer), which is no date.',
  ]);
});

const codes = defaultRules.map(({ code }) => code);

test.each<[string, object, RegExp]>([
  ['no reason', { rule: 'slow-query' }, /ignore\[0\] gives no reason/],
  ['an empty reason', { rule: 'slow-query', reason: ' ' }, /gives no reason/],
  ['no finding', { reason: 'Known' }, /not exactly one of "fingerprint" and "rule"/],
  ['two', { rule: 'slow-query', fingerprint: 'slow-query', reason: 'Known' }, /not exactly one/],
  ['a place alone', { fingerprint: 'a', place: 'b.ts', reason: 'Known' }, /"place" without/],
  ['a rule there is not', { rule: 'slow-querry', reason: 'Known' }, /"slow-querry"/],
  ['no date', { rule: 'slow-query', reason: 'Known', until: '2027-02-30' }, /"2027-02-30"/],
])('a suppression with %s is refused', (_what, suppression, message) => {
  const check = () => checkSuppressions('ignore', [suppression as Suppression], codes);
  expect(check).toThrow(message);
  expect(check).toThrow(expect.objectContaining({ code: 'observe.suppression.invalid' }));
});

test('a misspelled option of a suppression is refused', () => {
  const misspelled = { rule: 'slow-query', reason: 'Known', untill: '2027-01-31' };
  expect(() => checkSuppressions('ignore', [misspelled], codes)).toThrow(
    expect.objectContaining({ code: 'core.option.unknown' }),
  );
});
