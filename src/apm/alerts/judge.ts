import type { MetricsReport, RouteReport } from '../../metrics/index.ts';
import type {
  AlertRule,
  DepthRule,
  DurationRule,
  ErrorRateRule,
  VerdictRule,
} from './alert-rule.ts';

/** Whether a rule holds, and the figures that say so. */
export interface Judgement {
  readonly holds: boolean;
  readonly text: string;
  readonly figures: Readonly<Record<string, number | string>>;
}

const MIN_REQUESTS = 20;

/** Judges a rule by the report of the time it is about; undefined when too little is known. */
export function judge(rule: AlertRule, report: MetricsReport): Judgement | undefined {
  switch (rule.when) {
    case 'p50':
    case 'p95':
    case 'p99':
      return judgeDuration(rule, report);
    case 'error-rate':
      return judgeErrors(rule, report);
    case 'verdict':
      return judgeVerdict(rule, report);
    case 'queue-depth':
    case 'active-requests':
      return judgeDepth(rule, report);
  }
}

function judgeDuration(rule: DurationRule, report: MetricsReport): Judgement | undefined {
  const figures = subjectOf(rule, report);
  if (figures === undefined) return undefined;
  const field = `${rule.when}Ms` as const;
  const ms = figures[field];
  return {
    holds: ms > rule.aboveMs,
    text: `${rule.when} of ${nameOf(rule)} is ${round(ms)} ms, the bound is ${rule.aboveMs} ms.`,
    figures: { [field]: round(ms), aboveMs: rule.aboveMs },
  };
}

function judgeErrors(rule: ErrorRateRule, report: MetricsReport): Judgement | undefined {
  const figures = subjectOf(rule, report);
  if (figures === undefined) return undefined;
  const requests = countOf(figures);
  const rate = figures.serverErrors / requests;
  return {
    holds: rate > rule.above,
    text: `${round(rate * 100)} % of ${requests} responses of ${nameOf(rule)} are server errors, the bound is ${round(rule.above * 100)} %.`,
    figures: { rate: round(rate), above: rule.above, requests },
  };
}

function judgeVerdict(rule: VerdictRule, report: MetricsReport): Judgement | undefined {
  const figures = subjectOf(rule, report);
  if (figures === undefined) return undefined;
  const { kind, reason } = figures.verdict;
  return {
    holds: rule.is.includes(kind),
    text: `${nameOf(rule)} is ${kind}: ${reason}`,
    figures: { verdict: kind },
  };
}

function judgeDepth(rule: DepthRule, { total }: MetricsReport): Judgement {
  const depth =
    rule.when === 'active-requests'
      ? total.activeRequestsMax
      : (total.queues.find(({ name }) => name === rule.queue)?.last ?? 0);
  const what = rule.when === 'active-requests' ? 'Requests in progress' : `Queue ${rule.queue}`;
  return {
    holds: depth > rule.above,
    text: `${what}: ${depth}, the bound is ${rule.above}.`,
    figures: { depth, above: rule.above },
  };
}

type Subject = MetricsReport['total'] | RouteReport;

/** The route, or the whole; undefined when it has had too few requests to be judged. */
function subjectOf(
  { route, minRequests = MIN_REQUESTS }: { readonly route?: string; readonly minRequests?: number },
  { total, routes }: MetricsReport,
): Subject | undefined {
  const subject = route === undefined ? total : routes.find((report) => report.route === route);
  return subject !== undefined && countOf(subject) >= minRequests ? subject : undefined;
}

function countOf(subject: Subject): number {
  return 'count' in subject ? subject.count : subject.requests;
}

function nameOf({ route }: { readonly route?: string }): string {
  return route ?? 'all requests';
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
