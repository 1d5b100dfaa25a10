export type { Alert, AlertRule, AlertSettings } from './alerts/alert-rule.ts';
export { AlertWatch } from './alerts/alert-watch.ts';
export { postAlert, type WebhookSettings } from './alerts/webhook.ts';
export type { AccessOptions, ApmOptions, PrometheusOptions } from './options.ts';
export { apm } from './plugin.ts';
