import { declareErrors } from '../core/index.ts';

export const ormError = declareErrors({
  'orm.model.invalid': { summary: 'A model declaration contradicts itself.' },
  'orm.model.duplicate': { summary: 'Two models have the same name.' },
  'orm.relation.invalid': {
    summary: 'A relation names a model or a foreign key that is not there.',
  },
  'orm.field.unknown': {
    summary: 'A lookup, ordering or value names a field that the model does not have.',
  },
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
  'orm.not_found': { summary: '`get()` found no row.', status: 404 },
  'orm.multiple_found': { summary: '`get()` found more than one row.' },
  'orm.row.not_stored': { summary: 'A row that is not in the database was updated or deleted.' },
  'orm.delete.restricted': {
    summary: 'A row cannot be deleted because rows under `onDelete: restrict` refer to it.',
    status: 409,
  },
});
