import { declareErrors } from '../core/index.ts';

export const metricsError = declareErrors({
  'metrics.store.unusable': {
    summary: 'The file that the metrics are kept in cannot be opened, or is no such file.',
  },
  'metrics.store.newer': {
    summary: 'The file of the metrics was written by a newer version of Uptempo.',
  },
  'metrics.store.missing': {
    summary: 'A file of metrics is to be read that does not exist.',
  },
  'metrics.range.invalid': {
    summary: 'A span of time for metrics is not one like 15m, 6h or 7d.',
    status: 400,
  },
});
