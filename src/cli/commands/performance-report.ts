import {
  checkPerformance,
  isFailing,
  onlyForPerformance,
  type PageReport,
  type PerformanceReport,
  readUrls,
} from '../../checks/index.ts';
import { plainLine, plainLines } from '../../core/index.ts';
import type { Finding, FindingPlace, Remedy } from '../../observe/index.ts';
import { loadProject } from '../../project/index.ts';
import { EXIT_ERROR } from '../error-report.ts';
import type { Progress } from '../terminal/progress.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** Options of `uptempo check --performance`. */
export interface PerformanceCheckOptions {
  readonly url?: string | undefined;
  readonly urls?: string | undefined;
  readonly requests?: number | undefined;
  readonly maxQueries?: number | undefined;
  readonly json?: boolean | undefined;
}

/** Visits the pages, prints what could be faster, and returns the exit code. */
export async function runPerformanceCheck(
  options: PerformanceCheckOptions,
  terminal: Terminal,
): Promise<number> {
  const { requests, maxQueries } = options;
  const given = options.url === undefined ? [] : options.url.split(',');
  const urls = options.urls === undefined ? given : [...given, ...readUrls(options.urls)];
  let bar: Progress | undefined;
  const report = await checkPerformance(await loadProject(), {
    urls,
    ...(requests === undefined ? {} : { requests }),
    ...(maxQueries === undefined ? {} : { maxQueries }),
    onProgress: (done, total) => {
      bar ??= terminal.progress({ total, label: 'Pages' });
      if (done > 0) bar.advance();
    },
  });
  bar?.finish();
  if (options.json) terminal.json(toJson(report));
  else showReport(report, maxQueries, terminal);
  return report.pages.some(isFailing) ? EXIT_ERROR : 0;
}

/** @throws checks.performance.off */
export function refuseAlone({ url, urls, requests, maxQueries }: PerformanceCheckOptions): void {
  const given = Object.entries({ url, urls, requests, 'max-queries': maxQueries });
  const name = given.find(([, value]) => value !== undefined)?.[0];
  if (name !== undefined) throw onlyForPerformance(name);
}

function toJson({ pages, notVisited }: PerformanceReport): object {
  return {
    pages: pages.map((page) => ({
      ...page,
      isFailing: isFailing(page),
      findings: page.findings.map(findingJson),
      suppressed: page.suppressed.map((finding) => ({
        ...findingJson(finding),
        reason: finding.reason,
        until: finding.until ?? null,
      })),
    })),
    notVisited,
  };
}

function findingJson(finding: Finding): object {
  const { code, fingerprint, level, title, summary, relation, queryCount } = finding;
  const { costMs, savedMs, isUpperBound, share } = finding;
  return {
    code,
    fingerprint,
    level,
    title,
    summary,
    relation: relation ?? null,
    place: placeJson(finding.querySet),
    access: placeJson(finding.access),
    queryCount,
    costMs,
    savedMs,
    isUpperBound,
    share: share ?? null,
    note: finding.note ?? null,
    remedies: finding.remedies.map(({ title, explanation, code }) => ({
      title,
      explanation,
      code: code ?? null,
    })),
  };
}

function placeJson(place: FindingPlace | undefined): object | null {
  if (place === undefined) return null;
  const { site, source = null } = place;
  return site.kind === 'source'
    ? { file: site.file, line: site.line, column: site.column, source }
    : { template: site.template, source };
}

function showReport(
  report: PerformanceReport,
  maxQueries: number | undefined,
  terminal: Terminal,
): void {
  for (const page of report.pages) showPage(page, maxQueries, terminal);
  const paths = report.notVisited;
  if (paths.length > 0) {
    terminal.line(`Not visited, as their parameters have no values: ${paths.join(', ')}`);
    const hint =
      'Give URLs that fit: --url /movies/7,/directors/3, or --urls FILE with one a line.';
    terminal.line(`  ${terminal.style('green', 'hint')}  ${hint}`);
    terminal.line();
  }
  terminal.line(summaryOf(report));
}

function showPage(page: PageReport, maxQueries: number | undefined, terminal: Terminal): void {
  const { url, status, totalMs, queryCount, findings, suppressed } = page;
  if (!isFailing(page) && findings.length + suppressed.length === 0) return;
  const facts = `${status}, ${ms(totalMs)}, ${counted(queryCount, 'query', 'queries')}`;
  terminal.line(`${terminal.style('bold', plainLine(url))}  ${terminal.style('dim', facts)}`);
  if (status >= 500) terminal.line(`  ${terminal.style('red', 'failed')}`);
  if (page.hasTooManyQueries) {
    const text = `more than ${counted(maxQueries ?? 0, 'query', 'queries')}`;
    terminal.line(`  ${terminal.style('red', text)}`);
  }
  for (const finding of findings) showFinding(finding, terminal);
  for (const { code, title, reason } of suppressed) {
    terminal.line(terminal.style('dim', plainLine(`  ignored  ${code}: ${title} (${reason})`)));
  }
  terminal.line();
}

function showFinding(finding: Finding, terminal: Terminal): void {
  const { code, level, title, summary, isUpperBound, savedMs, share, note } = finding;
  const ofAll = share === undefined ? '' : `, ${Math.round(share * 100)} %`;
  const saved = `saves ${isUpperBound ? 'at most ' : ''}${ms(savedMs)}${ofAll}`;
  const colour = level === 'warning' ? 'yellow' : 'cyan';
  terminal.line(
    `  ${terminal.style(colour, plainLine(title))}  ${saved}  ${terminal.style('dim', code)}`,
  );
  terminal.line(plainLine(`    ${summary}`));
  for (const place of [finding.querySet, finding.access]) {
    if (place !== undefined) terminal.line(plainLine(`    ${placeText(place)}`));
  }
  if (note !== undefined) terminal.line(`    ${terminal.style('yellow', plainLine(note))}`);
  const [remedy] = finding.remedies;
  if (remedy !== undefined) showRemedy(remedy, terminal);
}

/** The place first, as editors and terminals make a link of it. */
function placeText({ site, source }: FindingPlace): string {
  const where = site.kind === 'source' ? `${site.file}:${site.line}:${site.column}` : site.template;
  return source === undefined ? where : `${where}  ${source}`;
}

function showRemedy({ title, explanation, code }: Remedy, terminal: Terminal): void {
  terminal.line(`    ${terminal.style('green', 'hint')}  ${plainLine(`${title}. ${explanation}`)}`);
  if (code !== undefined) terminal.line(plainLines(code).replace(/^/gm, '      '));
}

function summaryOf({ pages }: PerformanceReport): string {
  const findings = pages.flatMap((page) => page.findings);
  const ignored = pages.flatMap(({ suppressed }) => suppressed).length;
  const found = findings.length === 0 ? 'nothing to report' : counted(findings.length, 'finding');
  return `${counted(pages.length, 'page')} visited: ${found}${ignored === 0 ? '' : ` (${ignored} ignored)`}.`;
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

function ms(value: number): string {
  return `${value < 10 ? Number(value.toFixed(1)) : Math.round(value)} ms`;
}
