import { accountBar, bytes, duration, element, percent } from '../../browser/index.ts';
import type { MetricsReport, PointReport } from '../../metrics/index.ts';
import { chart, type Series } from './chart.ts';
import { type Figure, figureList, rate } from './figures.ts';
import { verdictText } from './verdict-text.ts';

/** What the whole is bound by, its figures, and how they went. */
export function overview({ total, series }: MetricsReport): HTMLElement {
  return element(
    'section',
    { class: 'overview', 'aria-label': 'The whole' },
    verdictText(total.verdict),
    figureList(figuresOf(total)),
    total.times.wallMs > 0 && accountBar(total.times),
    charts(series),
  );
}

/** Throughput and durations. */
export function charts(series: readonly PointReport[]): HTMLElement {
  const times = series.map(({ atMs }) => atMs);
  const durations = (field: 'p50Ms' | 'p95Ms' | 'p99Ms') =>
    series.map((point) => (point.requests > 0 ? point[field] : undefined));
  return element(
    'div',
    { class: 'charts' },
    chart({
      title: 'Requests per second',
      times,
      format: rate,
      series: [
        {
          name: 'requests',
          class: 'series-main',
          isArea: true,
          values: series.map((point) => perSecond(point.requests, point)),
        },
        ...(series.some(({ serverErrors }) => serverErrors > 0) ? [errorSeries(series)] : []),
      ],
    }),
    chart({
      title: 'Duration',
      times,
      format: duration,
      series: [
        { name: 'p99', class: 'series-faint', values: durations('p99Ms') },
        { name: 'p95', class: 'series-second', values: durations('p95Ms') },
        { name: 'p50', class: 'series-main', values: durations('p50Ms') },
      ],
    }),
  );
}

function errorSeries(series: readonly PointReport[]): Series {
  return {
    name: 'server errors',
    class: 'series-problem',
    values: series.map((point) => perSecond(point.serverErrors, point)),
  };
}

function perSecond(count: number, { seconds }: PointReport): number | undefined {
  return seconds > 0 ? count / seconds : undefined;
}

function figuresOf(total: MetricsReport['total']): readonly Figure[] {
  const errors = total.requests === 0 ? 0 : total.serverErrors / total.requests;
  return [
    ['Requests', `${rate(total.perSecond)}/s`, `${total.requests.toLocaleString('en')} in all`],
    ['p50', duration(total.p50Ms)],
    ['p95', duration(total.p95Ms)],
    ['p99', duration(total.p99Ms), `max ${duration(total.maxMs)}`],
    ['Server errors', percent(errors), total.serverErrors.toLocaleString('en')],
    ['In progress', total.activeRequests.toFixed(1), `max ${total.activeRequestsMax} in one`],
    ['Processor', `${total.cpu.toFixed(2)} cores`],
    ['Event loop', percent(total.loop.utilization), `late ${duration(total.loopDelayP99Ms)} (p99)`],
    ['Garbage collection', percent(total.loop.gcShare)],
    ['Memory', bytes(total.rssBytes), `max ${bytes(total.rssMaxBytes)} in one`],
    ...diskFigure(total),
    ...total.queues.map(
      ({ name, last, max }): Figure => [`Queue ${name}`, String(last), `max ${max}`],
    ),
  ];
}

function diskFigure({ diskFreeBytes, diskTotalBytes }: MetricsReport['total']): readonly Figure[] {
  if (diskTotalBytes === 0) return [];
  return [['Disk free', bytes(diskFreeBytes), percent(diskFreeBytes / diskTotalBytes)]];
}
