import { registerValueCodec } from '../../core/index.ts';
import { ResultSet } from '../hydrate/result-set.ts';
import { modelOf, Row } from '../hydrate/row.ts';
import type { RowOperations } from '../hydrate/row-operations.ts';
import { forWrite } from '../query/target.ts';
import { fullClean } from '../validation/full-clean.ts';
import { deleteRows } from '../write/delete.ts';
import { siteOf } from '../write/origin.ts';
import { refreshRow } from '../write/refresh.ts';
import { notStored, stateOfRow } from '../write/row-state.ts';
import { saveRow } from '../write/save.ts';
import { ManyToManySet } from './many-to-many-set.ts';
import { RelatedSet } from './related-set.ts';
import { resultSetCodec, rowCodec } from './row-codec.ts';
import { ToOneHandle } from './to-one-handle.ts';

/** What rows do that needs queries: their relations, and their own writing. */
export const rowOperations: RowOperations = {
  unloaded(row, relation) {
    switch (relation.kind) {
      case 'toOne':
        return new ToOneHandle(row, relation);
      case 'toMany':
        return relation.isSingle ? new ToOneHandle(row, relation) : RelatedSet.to(row, relation);
      case 'manyToMany':
        return ManyToManySet.to(row, relation);
    }
  },

  fullClean,

  save(row, options) {
    return saveRow(row, options, this);
  },

  async delete(row) {
    const origin = siteOf('write', modelOf(row));
    const result = await deleteRows(
      { state: forWrite(stateOfRow(row)), operations: this, origin },
      row,
    );
    if (result.byModel[modelOf(row).name] === undefined) throw notStored(row, 'deleted');
    return result;
  },

  refresh(row, options) {
    return refreshRow(row, options, this);
  },
};

registerValueCodec(Row.prototype, rowCodec);
registerValueCodec(ResultSet.prototype, resultSetCodec(rowOperations));
