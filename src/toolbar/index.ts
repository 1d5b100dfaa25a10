export { type ExpressToolbar, expressToolbar } from './express.ts';
export type { ToolbarOptions } from './options.ts';
export type {
  Panel,
  PanelData,
  PanelDocument,
  PanelRequest,
  PanelSection,
  PanelValue,
} from './panel.ts';
export { toolbar } from './plugin.ts';
export type { RequestDetails } from './request-details.ts';
export { type RequestHistoryOptions, requestHistory } from './request-history.ts';
export type { HistoryEntry, Statement, TraceDocument } from './trace-document.ts';
