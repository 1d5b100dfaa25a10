import { namesOfTable } from '../orm/index.ts';

/** How an index is declared. */
export interface Declaration {
  /** Name of the model, if the table is one's. */
  readonly model: string | undefined;
  readonly code: string;
}

/** The option of the model that declares an index over columns, else the statement that makes it. */
export function indexDeclaration(table: string, columns: readonly string[]): Declaration {
  const names = namesOfTable(table);
  const fields = columns.map((column) => names?.fields.get(column));
  if (names === undefined || !fields.every((field) => field !== undefined)) {
    return { model: undefined, code: createStatement(table, columns) };
  }
  const list = fields.map((field) => `'${field}'`).join(', ');
  return { model: names.model, code: `indexes: [index({ fields: [${list}] })],` };
}

function createStatement(table: string, columns: readonly string[]): string {
  const name = quoted([table, ...columns, 'index'].join('_'));
  return `CREATE INDEX ${name} ON ${quoted(table)} (${columns.map(quoted).join(', ')});`;
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
