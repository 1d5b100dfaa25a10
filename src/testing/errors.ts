import { declareErrors } from '../core/index.ts';

export const testingError = declareErrors({
  'testing.queries.count': {
    summary: 'A test said how many queries some work makes, and it made another number.',
  },
  'testing.findings.found': {
    summary: 'A test said that some work has no findings, and it has some.',
  },
});
