import type { DatabaseValue } from './statement.ts';

/** How a row becomes JSON, for databases whose driver can copy it from the bytes (`Lane.json`). */
export type JsonPlan = JsonObject | JsonTuple | JsonColumn;

/** `{"title":…,"director":…}` */
export interface JsonObject {
  readonly kind: 'object';
  readonly members: readonly JsonMember[];
  /** Position of a column that is NULL when there is no such object, as after a LEFT JOIN. */
  readonly nullWhen?: number | undefined;
}

export interface JsonMember {
  readonly name: string;
  readonly value: JsonPlan;
}

/** `["Jaws",1975]` */
export interface JsonTuple {
  readonly kind: 'tuple';
  readonly items: readonly JsonPlan[];
}

/** Rows as JSON. */
export interface JsonResult {
  /** A list of all rows in UTF-8: `[…]`. */
  readonly bytes: Uint8Array;
  readonly rowCount: number;
}

/** One value of the row. */
export interface JsonColumn {
  readonly kind: 'column';
  /** Its position in the row. */
  readonly column: number;
  readonly form: JsonForm;
}

/**
 * What a column's value looks like in JSON. NULL is `null` in each.
 *
 * - `number`: as JSON.stringify writes it, for whole numbers and floats; every digit of a whole
 *   number, also beyond 2^53. NaN and the infinities are `null`.
 * - `string`: the database's text in quotation marks, whatever the type.
 * - `boolean`.
 * - `json`: what the column holds, passed through.
 * - `instant`: a timestamp in UTC as `Date.prototype.toJSON` writes it, `"1998-06-12T20:15:00.123Z"`.
 * - a function from the driver's raw value to one for `jsonText()`.
 */
export type JsonForm =
  | 'number'
  | 'string'
  | 'boolean'
  | 'json'
  | 'instant'
  | ((raw: Exclude<DatabaseValue, null>) => unknown);

/** The columns of a plan, without the objects around them. */
export function columnsOf(plan: JsonPlan): readonly JsonColumn[] {
  switch (plan.kind) {
    case 'column':
      return [plan];
    case 'tuple':
      return plan.items.flatMap(columnsOf);
    case 'object':
      return plan.members.flatMap(({ value }) => columnsOf(value));
  }
}
