import { declareErrors } from '../core/index.ts';

export const dbError = declareErrors({
  'db.url.invalid': { summary: 'The address of a database in the settings cannot be read.' },
  'db.alias.unknown': { summary: 'A database alias is used that the settings do not define.' },
  'db.not_connected': { summary: 'A query ran before `connect()` named any database.' },
  'db.closed': { summary: 'A query ran on a database that has been closed.' },
  'db.open.failed': { summary: 'The database file cannot be opened or created.' },
  'db.file.corrupt': { summary: 'The file is not a database, or it is damaged.' },
  'db.table.missing': { summary: 'A statement names a table that does not exist.' },
  'db.column.missing': { summary: 'A statement names a column that does not exist.' },
  'db.busy': {
    summary: 'Another process held the write lock for longer than the timeout.',
    status: 503,
  },
  'db.constraint.unique': { summary: 'A write would break a unique constraint.', status: 409 },
  'db.constraint.foreign_key': {
    summary: 'A write refers to a row that does not exist, or deletes one that is referred to.',
    status: 409,
  },
  'db.constraint.not_null': { summary: 'A write leaves a required column empty.', status: 409 },
  'db.constraint.check': { summary: 'A write breaks a check constraint.', status: 409 },
  'db.disk': { summary: 'The disk is full, read-only or failing.' },
  'db.statement.failed': { summary: 'The database refused a statement for another reason.' },
  'db.transaction.closed': {
    summary: 'A query belongs to a transaction that has ended; somebody did not await it.',
  },
  'db.value.out_of_range': {
    summary: 'The database holds a whole number too large for a JavaScript number.',
  },
  'db.value.too_long': {
    summary: 'A text is longer than what the database can look for.',
    status: 400,
  },
  'db.constraint.unsupported': {
    summary: 'A model declares a constraint or an index that the database does not have.',
  },
  'db.column.unsupported': {
    summary: 'The database has no column for this type, or none that stores it exactly.',
  },
  'db.connection.lost': {
    summary: 'The connection to the database ended while a query was running on it.',
    status: 503,
  },
  'db.protocol': {
    summary: 'The database server sent something that its protocol does not allow.',
  },
  'db.copy.unsupported': {
    summary: 'COPY ran as an ordinary statement, or something else as COPY.',
  },
  'db.parameters.too_many': {
    summary: 'A statement has more parameters than the protocol can count.',
  },
  'db.query.cancelled': {
    summary: 'A query was cancelled, as a rule with the request it belongs to.',
  },
});
