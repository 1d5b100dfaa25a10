import { openToolPage } from '../../browser/index.ts';
import { ApmView } from './apm-view.ts';
import { APM_STYLE } from './style.ts';

/** Builds the page of the APM and keeps it up to date. */
function start(): void {
  document.title = 'APM · Uptempo';
  void new ApmView(openToolPage(APM_STYLE)).run();
}

start();
