import { plainLine } from '../../core/index.ts';
import type { MetricsReport, RouteReport, Verdict } from '../../metrics/index.ts';

export interface LinesOptions {
  readonly source: string;
  readonly range: string;
  /** Columns and lines that there are; undefined for as many as it takes. */
  readonly width: number | undefined;
  readonly height: number | undefined;
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
}

/** Lines beside those of routes, statements and errors: heads, figures, gaps. */
const FIXED_LINES = 12;

/** Statements and errors below the routes. */
const MAX_STATEMENTS = 5;
const MAX_ERRORS = 3;
const ROUTES_WITHOUT_TERMINAL = 50;

const COLUMNS = [
  'share',
  'req/s',
  'p50',
  'p95',
  'p99',
  'max',
  'errors',
  'sql',
  'bound by',
] as const;
const WIDTHS = [7, 9, 9, 9, 9, 9, 7, 6, 14] as const;
const FIGURES_WIDTH = WIDTHS.reduce((sum, width) => sum + width, 0);

/** What the terminal shows of a report: the whole, then routes by their total time. */
export function reportLines(report: MetricsReport, options: LinesOptions): readonly string[] {
  const { width = 120, height } = options;
  const nameWidth = Math.max(16, width - FIGURES_WIDTH - 1);
  const statements = report.queries.slice(0, MAX_STATEMENTS);
  const errors = report.errors.slice(0, MAX_ERRORS);
  const room =
    height === undefined
      ? ROUTES_WITHOUT_TERMINAL
      : Math.max(3, height - FIXED_LINES - statements.length - errors.length);
  return [
    ...headLines(report, options, width),
    '',
    options.dim(routeHead(nameWidth)),
    ...report.routes.slice(0, room).map((route) => routeLine(route, nameWidth, options)),
    ...(report.routes.length === 0 ? [options.dim('No requests yet.')] : []),
    ...section(
      'Statements',
      statements.map((query) => statementLine(query, width)),
      width,
      options,
    ),
    ...section('Errors', errors.map(errorLine), width, options),
  ];
}

function headLines(report: MetricsReport, options: LinesOptions, width: number): string[] {
  const { total, workers } = report;
  const { bold, dim } = options;
  const processes = workers.length === 1 ? '1 process' : `${workers.length} processes`;
  const where = `${plainLine(options.source)}, last ${options.range}, ${processes}`;
  return [
    `${bold('uptempo top')}  ${dim(shorten(where, width - 13))}`,
    shorten(
      [
        `${rate(total.perSecond)} req/s`,
        `p50 ${duration(total.p50Ms)}`,
        `p95 ${duration(total.p95Ms)}`,
        `p99 ${duration(total.p99Ms)}`,
        `max ${duration(total.maxMs)}`,
        `errors ${total.serverErrors}`,
      ].join('   '),
      width,
    ),
    shorten(
      [
        `cpu ${total.cpu.toFixed(2)} cores`,
        `event loop ${percent(total.loop.utilization)}, late ${duration(total.loopDelayP99Ms)}`,
        `gc ${percent(total.loop.gcShare)}`,
        `memory ${Math.round(total.rssBytes / 1e6)} MB`,
        `in progress ${total.activeRequests.toFixed(1)}`,
        ...total.queues.map(({ name, last }) => `queue ${plainLine(name)} ${last}`),
      ].join('   '),
      width,
    ),
    verdictLine(total.verdict, width, bold),
  ];
}

function verdictLine(
  { kind, reason }: Verdict,
  width: number,
  bold: (text: string) => string,
): string {
  return `${bold(kind)}: ${shorten(reason, width - kind.length - 2)}`;
}

function routeHead(nameWidth: number): string {
  const heads = COLUMNS.map((column, index) =>
    index === COLUMNS.length - 1 ? `  ${column}` : column.padStart(WIDTHS[index]!),
  );
  return `${'route'.padEnd(nameWidth)}${heads.join('')}`.trimEnd();
}

function routeLine(route: RouteReport, nameWidth: number, { red }: LinesOptions): string {
  const errors = String(route.serverErrors).padStart(WIDTHS[6]);
  return [
    shorten(plainLine(route.route), nameWidth - 1).padEnd(nameWidth),
    percent(route.share).padStart(WIDTHS[0]),
    rate(route.perSecond).padStart(WIDTHS[1]),
    duration(route.p50Ms).padStart(WIDTHS[2]),
    duration(route.p95Ms).padStart(WIDTHS[3]),
    duration(route.p99Ms).padStart(WIDTHS[4]),
    duration(route.maxMs).padStart(WIDTHS[5]),
    route.serverErrors > 0 ? red(errors) : errors,
    route.queriesPerRequest.toFixed(1).padStart(WIDTHS[7]),
    `  ${route.verdict.kind}`,
  ].join('');
}

/** The line of the application is what one looks for, so the statement gives way. */
function statementLine(query: MetricsReport['queries'][number], width: number): string {
  const site = query.sites[0] === undefined ? '' : `  ${query.sites[0].key}`;
  const runs = `×${query.count}`.padStart(8);
  const p95 = `p95 ${duration(query.p95Ms)}`.padEnd(12);
  const figures = `${duration(query.totalMs).padStart(9)} ${runs}  ${p95}  `;
  return figures + shorten(query.fingerprint, width - figures.length - site.length) + site;
}

function errorLine({ count, name, message, site }: MetricsReport['errors'][number]): string {
  return `${`×${count}`.padStart(9)}  ${name}: ${message}${site === '' ? '' : `  ${site}`}`;
}

function section(
  title: string,
  lines: readonly string[],
  width: number,
  { dim }: LinesOptions,
): string[] {
  if (lines.length === 0) return [];
  return ['', dim(title), ...lines.map((line) => shorten(plainLine(line), width))];
}

function shorten(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(1, width - 1))}…`;
}

function duration(ms: number): string {
  if (ms === 0) return '0 ms';
  if (ms < 0.1) return `${Math.ceil(ms * 1000)} µs`;
  if (ms >= 1000) return `${(ms / 1000).toFixed(2)} s`;
  return ms >= 100 ? `${Math.round(ms)} ms` : `${ms.toFixed(ms >= 10 ? 1 : 2)} ms`;
}

function rate(perSecond: number): string {
  return perSecond >= 100
    ? String(Math.round(perSecond))
    : perSecond.toFixed(perSecond >= 10 ? 1 : 2);
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
