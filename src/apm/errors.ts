import { declareErrors } from '../core/index.ts';

export const apmError = declareErrors({
  'apm.permission.missing': {
    summary: 'The APM is to show itself in production, and nothing says to whom.',
  },
  'apm.token.weak': { summary: 'The token for the APM is shorter than 16 characters.' },
  'apm.token.wrong': {
    summary: 'The APM was asked for without its token, or with a wrong one.',
    status: 401,
  },
  'apm.path.invalid': { summary: 'A path of the APM is not one like /__uptempo/apm.' },
  'apm.alert.invalid': { summary: 'A rule for alerts says something that cannot be watched.' },
  'apm.telemetry.missing': {
    summary: 'OpenTelemetry is to be told of requests, and @opentelemetry/api is not installed.',
  },
});
