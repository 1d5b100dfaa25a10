import { adoptPageStyles, adoptStyles, element } from '../../browser/index.ts';
import { ApmView } from './apm-view.ts';
import { APM_STYLE } from './style.ts';

/** Builds the page of the APM and keeps it up to date. */
function start(): void {
  const host = element('div', { class: 'host' });
  const shadow = host.attachShadow({ mode: 'open' });
  const root = element('main', { class: 'root standalone' });
  adoptPageStyles(document);
  adoptStyles(shadow, APM_STYLE);
  shadow.append(root);
  document.body.append(host);
  document.title = 'APM · Uptempo';
  void new ApmView(root).run();
}

start();
