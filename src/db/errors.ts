import { declareErrors } from '../core/index.ts';

export const dbError = declareErrors({
  'db.url.invalid': { summary: 'The address of a database in the settings cannot be read.' },
  'db.alias.unknown': { summary: 'A database alias is used that the settings do not define.' },
  'db.parameters.missing': { summary: 'SQL of your own has more placeholders than values.' },
  'db.router.invalid': {
    summary: 'A database router answers nothing that routers are asked, or answers no alias.',
  },
  'db.not_connected': { summary: 'A query ran before `connect()` named any database.' },
  'db.closed': { summary: 'A query ran on a database that has been closed.' },
  'db.driver.missing': { summary: 'The package that reaches this kind of database is missing.' },
  'db.connection.failed': { summary: 'The server cannot be reached, or refuses us.', status: 503 },
  'db.connection.limit': { summary: 'The server takes no more connections.', status: 503 },
  'db.pool.timeout': { summary: 'No connection became free within the timeout.', status: 503 },
  'db.timeout': { summary: 'A statement ran for longer than the timeout.', status: 503 },
  'db.permission.denied': { summary: 'The role of the address lacks the right to do this.' },
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
  'db.constraint.exclusion': {
    summary: 'A write would break an exclusion constraint.',
    status: 409,
  },
  'db.serialization': {
    summary: 'A transaction read what another one has changed since.',
    status: 503,
  },
  'db.deadlock': { summary: 'Transactions waited for each other in a circle.', status: 503 },
  'db.lock.unavailable': { summary: 'A lock was not to be had at once or in time.', status: 503 },
  'db.sql.template': { summary: 'The tag `sql` was called with a text like a function.' },
  'db.sql.value': {
    summary: 'Something was put into a template of `sql` that is no value and no SQL.',
  },
  'db.disk': { summary: 'The disk is full, read-only or failing.' },
  'db.statement.failed': { summary: 'The database refused a statement for another reason.' },
  'db.transaction.closed': {
    summary: 'A query belongs to a transaction that has ended; somebody did not await it.',
  },
  'db.transaction.aborted': {
    summary: 'A statement of the transaction had failed before, so that it can only be undone.',
  },
  'db.transaction.manual': { summary: 'A raw statement began a transaction by itself.' },
  'db.transaction.nested': {
    summary: '`atomic()` inside of a transaction was given an option of whole transactions.',
  },
  'db.transaction.read_only': { summary: 'A transaction that only reads tried to write.' },
  'db.division_by_zero': { summary: 'A statement divides by zero.' },
  'db.value.invalid': { summary: 'A value does not fit its type or its column.', status: 400 },
  'db.value.out_of_range': {
    summary: 'The database holds a whole number too large for a JavaScript number.',
  },
  'db.value.too_long': {
    summary: 'A text is longer than its column, or than what the database can look for.',
    status: 400,
  },
  'db.constraint.unsupported': {
    summary: 'A model declares a constraint or an index that the database does not have.',
  },
  'db.explain.not_a_read': {
    summary: 'A statement was to be explained that may write.',
    status: 400,
  },
  'db.explain.unsupported': { summary: 'The database cannot explain a query in this way.' },
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

export type DbErrorCode = Parameters<typeof dbError>[0];
