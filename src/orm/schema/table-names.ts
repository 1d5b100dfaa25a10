import { metaOf } from './meta.ts';
import { registeredModels } from './registry.ts';

/** What a table is called in the application. */
export interface TableNames {
  /** Name of its model. */
  readonly model: string;
  /** Names of the fields and relations to one row, by column. */
  readonly fields: ReadonlyMap<string, string>;
}

/** The names of a table and its columns in the models; undefined for a table of no model. */
export function namesOfTable(table: string): TableNames | undefined {
  const model = registeredModels().find((each) => metaOf(each).table === table);
  if (model === undefined) return undefined;
  const fields = metaOf(model).columns.map(
    ({ column, attribute, relation }) => [column, relation?.name ?? attribute] as const,
  );
  return { model: model.name, fields: new Map(fields) };
}
