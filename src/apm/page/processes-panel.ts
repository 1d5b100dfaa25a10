import { bytes, duration, percent } from '../../browser/index.ts';
import type { MetricsReport, WorkerReport } from '../../metrics/index.ts';
import { nothing, table } from './figures.ts';

/** A process that has not written for so long has ended. */
const ENDED_MS = 60_000;

export function processesPanel({ workers, range }: MetricsReport): HTMLElement {
  if (workers.length === 0) return nothing('No process in this span of time.');
  return table<WorkerReport>(
    'Processes',
    [
      { name: 'Process', class: 'name', cell: ({ pid }) => String(pid) },
      { name: 'Since', cell: ({ startedAt }) => new Date(startedAt).toLocaleString('en-GB') },
      {
        name: 'Seen',
        cell: ({ seenAt }) =>
          range.toMs - seenAt > ENDED_MS
            ? `ended ${new Date(seenAt).toLocaleTimeString('en-GB')}`
            : 'running',
      },
      { name: 'Requests', isNumeric: true, cell: ({ requests }) => requests.toLocaleString('en') },
      { name: 'p95', isNumeric: true, cell: ({ p95Ms }) => duration(p95Ms) },
      { name: 'Cores', isNumeric: true, cell: ({ cpu }) => cpu.toFixed(2) },
      {
        name: 'Event loop',
        isNumeric: true,
        cell: ({ loop }) => percent(loop.utilization),
      },
      {
        name: 'Loop late (p99)',
        isNumeric: true,
        cell: ({ loopDelayP99Ms }) => duration(loopDelayP99Ms),
      },
      { name: 'Memory', isNumeric: true, cell: ({ rssBytes }) => bytes(rssBytes) },
      { name: 'Heap', isNumeric: true, cell: ({ heapUsedBytes }) => bytes(heapUsedBytes) },
      {
        name: 'In progress (max)',
        isNumeric: true,
        cell: ({ activeRequestsMax }) => String(activeRequestsMax),
      },
    ],
    workers,
  );
}
