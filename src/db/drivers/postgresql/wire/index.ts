export { type ArrayRow, arrayRows, instantRows } from './array-rows.ts';
export { requestCancel } from './cancel-request.ts';
export type { ConnectedClient } from './client.ts';
export type { WireResult } from './column-values.ts';
export { type QueryOptions, WireConnection, type WireOptions } from './connection.ts';
export type { CopyRows } from './copy-source.ts';
export type {
  JsonColumn,
  JsonForm,
  JsonMember,
  JsonObject,
  JsonPlan,
  JsonTuple,
} from './json-plan.ts';
export { jsonRows } from './json-rows.ts';
export { arrayText, type WireValue } from './parameters.ts';
export type { QueryResult, QueryRun } from './query-exchange.ts';
export type { RowDecoder, RowReader, RowSink } from './row-reader.ts';
export type { Notification, ResultColumn, ServerError, ServerReport } from './server-message.ts';
