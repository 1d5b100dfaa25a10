export type { Alert, AlertRule, AlertSettings } from './alerts/alert-rule.ts';
export type { AccessOptions, ApmOptions, PrometheusOptions } from './options.ts';
export { apm } from './plugin.ts';
