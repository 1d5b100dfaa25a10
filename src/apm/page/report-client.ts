import type { MetricsReport } from '../../metrics/index.ts';
import type { PageState } from './page-state.ts';

/** `/__uptempo/apm`, whatever it was set to: this file lies in `assets/VERSION/apm/page/` below it. */
const BASE = new URL('../../../..', import.meta.url).pathname.replace(/\/$/, '');

/** The figures could not be had; the message says why, for the reader. */
export class ReportUnavailable extends Error {}

/** @throws ReportUnavailable */
export async function fetchReport({ range, route }: PageState): Promise<MetricsReport> {
  const parameters = new URLSearchParams({ range });
  if (route !== undefined) parameters.set('route', route);
  const response = await fetch(`${BASE}/report.json?${parameters}`, { cache: 'no-store' }).catch(
    () => {
      throw new ReportUnavailable('The server cannot be reached. It may be down.');
    },
  );
  if (response.ok) return response.json();
  throw new ReportUnavailable(
    response.status === 401 || response.status === 403
      ? 'The server does not show its figures to you any more. Load the page again.'
      : `The server could not give its figures (status ${response.status}).`,
  );
}
