import { type RequestContext, requestFinishChannel } from '../events/index.ts';
import { type BrowserModules, browserModules } from '../http/index.ts';
import { createRecorder, type Recorder } from '../observe/index.ts';
import type { ToolbarSettings } from './options.ts';
import { PanelCollector } from './panel-collector.ts';
import { TraceStore } from './trace-store.ts';

/** What the toolbar is made of, whatever server it is in. */
export interface ToolbarCore {
  readonly recorder: Recorder;
  readonly store: TraceStore;
  readonly panels: PanelCollector;
  readonly modules: BrowserModules;
  /** Path of the script that starts it on a page. */
  readonly script: string;
  start(): void;
  stop(): void;
}

/** @throws toolbar.panel.invalid */
export function createCore(settings: ToolbarSettings): ToolbarCore {
  const { basePath, history, recordsParameters, projectRoot } = settings;
  const recorder = createRecorder({
    maxTraces: history,
    recordsParameters,
    keepsValues: recordsParameters,
    recordsDetails: true,
    watchesRows: true,
    ignores: ({ url }) => isOwnPath(url, basePath),
    onComplete: (trace) => store.complete(trace),
  });
  const panels = new PanelCollector(settings.panels);
  const store = new TraceStore({
    recorder,
    panels,
    projectRoot,
    history: settings.store,
    suppressions: settings.ignoredFindings,
  });
  const modules = browserModules('profile-view', 'toolbar/page');
  let stopCollecting = () => {};
  return {
    recorder,
    panels,
    modules,
    store,
    script: `${basePath}/assets/${modules.version}/toolbar/page/toolbar.js`,
    start() {
      recorder.start();
      // After the recorder, which finishes the trace first.
      const collect = (context: RequestContext) => {
        const trace = recorder.trace(context.id);
        if (trace !== undefined) panels.collect(trace, context);
      };
      stopCollecting = requestFinishChannel.subscribe(({ context }) => collect(context));
    },
    stop() {
      recorder.stop();
      stopCollecting();
    },
  };
}

/** Whether a URL is one of the toolbar's own pages. */
export function isOwnPath(url: string, basePath: string): boolean {
  return url.startsWith(basePath) && /^[/?]?$/.test(url.charAt(basePath.length));
}
