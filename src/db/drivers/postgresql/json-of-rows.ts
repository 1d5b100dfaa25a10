import type { JsonForm, JsonPlan, JsonResult } from '../../sql/json-plan.ts';
import { jsonText } from '../../sql/json-text.ts';
import type { DatabaseValue, RawRow } from '../../sql/statement.ts';
import { parseInstant } from './wire/index.ts';

/** Raw rows as JSON, for the data path of plain `pg`, which has nothing but values. */
export function jsonOfRows(rows: readonly RawRow[], plan: JsonPlan): JsonResult {
  const text = rows.map((row) => planText(plan, row)).join();
  return { bytes: Buffer.from(`[${text}]`), rowCount: rows.length };
}

function planText(plan: JsonPlan, row: RawRow): string {
  switch (plan.kind) {
    case 'column':
      return formText(plan.form, row[plan.column]!);
    case 'tuple':
      return `[${plan.items.map((item) => planText(item, row)).join()}]`;
    case 'object': {
      if (plan.nullWhen !== undefined && row[plan.nullWhen] === null) return 'null';
      const members = plan.members.map(
        ({ name, value }) => `${JSON.stringify(name)}:${planText(value, row)}`,
      );
      return `{${members.join()}}`;
    }
  }
}

function formText(form: JsonForm, raw: DatabaseValue): string {
  if (raw === null) return 'null';
  if (typeof form === 'function') return jsonText(form(raw));
  switch (form) {
    case 'number':
      return typeof raw === 'bigint' ? String(raw) : JSON.stringify(Number(raw));
    case 'string':
      return JSON.stringify(String(raw));
    case 'boolean':
      return JSON.stringify(raw);
    case 'json':
      return String(raw);
    case 'instant':
      return JSON.stringify(new Date(parseInstant(String(raw))));
  }
}
