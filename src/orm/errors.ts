import { declareErrors } from '../core/index.ts';
import type { Dialect } from '../db/index.ts';

export const ormError = declareErrors({
  'orm.model.invalid': { summary: 'A model declaration contradicts itself.' },
  'orm.model.duplicate': { summary: 'Two models have the same name.' },
  'orm.relation.invalid': {
    summary: 'A relation names a model or a foreign key that is not there.',
  },
  'orm.field.unknown': {
    summary: 'A lookup, ordering or value names a field that the model does not have.',
  },
  'orm.lookup.invalid': { summary: 'A lookup or transform was declared wrongly.' },
  'orm.lookup.unknown': { summary: 'A condition ends in a lookup that does not exist.' },
  'orm.relation.unknown': {
    summary: 'An eager-loading method names a relation that the model does not have.',
  },
  'orm.value.invalid': {
    summary: 'A value does not fit its field or lookup.',
    status: 400,
  },
  'orm.value.missing': { summary: 'A required field got no value.', status: 400 },
  'orm.value.generated': { summary: 'A value was given for a column that the database works out.' },
  'orm.validation': {
    summary: 'Values are not what their fields, validators or constraints ask for.',
    status: 400,
  },
  'orm.column.not_loaded': {
    summary: 'A column was read that `only()` or `defer()` left out.',
  },
  'orm.relation.not_loaded': {
    summary: 'A relation was loaded under fetch mode `raise`, or without a stored row.',
  },
  'orm.relation.stale': {
    summary: 'A selected relation was read after its foreign key had been changed.',
  },
  'orm.relation.readonly': { summary: 'A relation was assigned; its key is what one assigns.' },
  'orm.query.sliced': { summary: 'A sliced QuerySet was filtered, ordered, updated or deleted.' },
  'orm.query.slice': { summary: 'A slice has a bound that is no whole number from 0 up.' },
  'orm.query.combined': {
    summary: 'A combination of QuerySets was asked for what only a single one can do.',
  },
  'orm.query.database': { summary: 'A QuerySet became a part of one on another database.' },
  'orm.query.order': {
    summary: 'An ordering cannot be made: relations order by each other in a circle.',
  },
  'orm.query.lock': { summary: '`selectForUpdate()` names a relation that is not joined.' },
  'orm.query.unsupported': {
    summary: 'The database has no such thing, and nothing to make it of.',
  },
  'orm.query.values': {
    summary: 'A QuerySet of plain values was asked for what only model rows have.',
  },
  'orm.condition.invalid': { summary: 'Something else than conditions was given to `filter()`.' },
  'orm.annotation.name': { summary: 'An annotation cannot have this name.' },
  'orm.expression.invalid': { summary: 'An expression got arguments it cannot be made of.' },
  'orm.expression.aggregate': {
    summary: 'An aggregate or window stands where there is only one row to look at.',
  },
  'orm.expression.mixed': { summary: 'Two types were combined that have nothing in common.' },
  'orm.expression.outer': {
    summary: '`OuterRef()` was used in a QuerySet that is no part of another.',
  },
  'orm.expression.untyped': { summary: 'The type of an expression is not known.' },
  'orm.time_zone.unknown': { summary: 'A time zone has no such name.', status: 400 },
  'orm.update.joined': { summary: 'An update sets a column to one of another table.' },
  'orm.field.not_unique': {
    summary: '`inBulk()` was given a field of which several rows may have the same value.',
  },
  'orm.raw.key': { summary: 'The rows of `raw()` came without the primary key.' },
  'orm.not_found': { summary: '`get()` found no row.', status: 404 },
  'orm.multiple_found': { summary: '`get()` found more than one row.' },
  'orm.row.not_stored': { summary: 'A row that is not in the database was updated or deleted.' },
  'orm.conflict.invalid': {
    summary: '`bulkCreate()` was told to update rows by options that do not go together.',
  },
  'orm.create.reference': {
    summary: 'A new row was given an expression that refers to columns of its own.',
  },
  'orm.update.fields': {
    summary:
      '`bulkUpdate()` is to write no field, the primary key, or an object with other fields.',
  },
  'orm.relation.required': {
    summary: 'Rows were to be taken out of a relation whose foreign key is never empty.',
  },
  'orm.delete.protected': {
    summary: 'A row cannot be deleted because rows under `onDelete: protect` refer to it.',
    status: 409,
  },
  'orm.delete.restricted': {
    summary: 'A row cannot be deleted because rows under `onDelete: restrict` refer to it.',
    status: 409,
  },
});

/** The error for what one of the databases has not. */
export function unsupported(what: string, dialect: Dialect, hint: string) {
  return ormError('orm.query.unsupported', `${what} is not to be had on ${dialect.name}.`, {
    hint,
  });
}
