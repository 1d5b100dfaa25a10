import { navigationTraceId, watchRequests } from './live-requests.ts';
import { TOOLBAR_TAG, ToolbarElement } from './toolbar-element.ts';

/** Runs once per page: adds the toolbar beside the body, where scripts of the page seldom look. */
function start(): void {
  const script = document.querySelector<HTMLScriptElement>('script[data-uptempo-trace]');
  const traceId = navigationTraceId() ?? script?.dataset.uptempoTrace;
  if (traceId === undefined || customElements.get(TOOLBAR_TAG) !== undefined) return;
  customElements.define(TOOLBAR_TAG, ToolbarElement);
  const toolbar = new ToolbarElement();
  document.documentElement.append(toolbar);
  toolbar.showPage(traceId);
  watchRequests((id) => toolbar.addLiveRequest(id));
}

start();
