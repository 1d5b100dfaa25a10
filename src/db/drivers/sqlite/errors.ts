import { describeKind, isUptempoError, type UptempoError } from '../../../core/index.ts';
import { dbError } from '../../errors.ts';

/** Result codes: https://www.sqlite.org/rescode.html */
const CODE = {
  busy: 5,
  locked: 6,
  readOnly: 8,
  ioError: 10,
  corrupt: 11,
  full: 13,
  cantOpen: 14,
  constraint: 19,
  notADatabase: 26,
} as const;

const CONSTRAINT = {
  check: 275,
  foreignKey: 787,
  notNull: 1299,
  primaryKey: 1555,
  /** Raised by triggers, and by ON DELETE RESTRICT, which SQLite makes one of. */
  trigger: 1811,
  unique: 2067,
};

/** The coded error for what node:sqlite threw. */
export function translateSqliteError(error: unknown, sql: string, file: string): UptempoError {
  if (isUptempoError(error)) return error;
  const extended = resultCode(error);
  const text = error instanceof Error ? error.message : describeKind(error);
  const options = { cause: error, details: { sql } };
  switch (extended & 0xff) {
    case CODE.constraint:
      return constraintError(extended, text, options);
    case CODE.busy:
    case CODE.locked:
      return dbError('db.busy', 'The database was locked by another process for too long.', {
        ...options,
        hint: 'Keep transactions short, or raise the busy timeout: sqlite:file?timeout=10000.',
      });
    case CODE.corrupt:
    case CODE.notADatabase:
      return dbError('db.file.corrupt', `${file} is damaged or no database: ${text}.`, {
        ...options,
        hint:
          'Nothing was changed. Put a backup in its place, or save what can be read with ' +
          '`sqlite3 FILE .recover`, then start again.',
      });
    case CODE.readOnly:
    case CODE.ioError:
    case CODE.full:
      return dbError('db.disk', `The database could not be written: ${text}.`, {
        ...options,
        hint: 'Look at the free space and the permissions of the file and its folder.',
      });
    case CODE.cantOpen:
      return dbError('db.open.failed', `The database could not be opened: ${text}.`, {
        ...options,
        hint: 'Does its folder exist, and may this user write to it?',
      });
    default:
      return statementError(text, error, options);
  }
}

type Options = { readonly cause: unknown; readonly details: { readonly sql: string } };

function constraintError(extended: number, text: string, options: Options): UptempoError {
  const subject = /constraint failed: (.*)$/.exec(text)?.[1] ?? 'a constraint';
  switch (extended) {
    case CONSTRAINT.unique:
    case CONSTRAINT.primaryKey:
      return dbError(
        'db.constraint.unique',
        `There is already a row with this ${subject}.`,
        options,
      );
    case CONSTRAINT.notNull:
      return dbError('db.constraint.not_null', `${subject} must not be empty.`, {
        ...options,
        hint: 'Give it a value, a default, or declare the field with null: true.',
      });
    case CONSTRAINT.check:
      return dbError('db.constraint.check', `A value breaks the check ${subject}.`, options);
    case CONSTRAINT.foreignKey:
      return foreignKeyError(options);
    case CONSTRAINT.trigger:
      if (text === 'FOREIGN KEY constraint failed') return foreignKeyError(options);
      break;
  }
  return dbError('db.statement.failed', `The database refused the statement: ${text}.`, options);
}

function foreignKeyError(options: Options): UptempoError {
  return dbError('db.constraint.foreign_key', 'A foreign key refers to a row that is not there.', {
    ...options,
    hint: 'Save the row it refers to first, or delete the rows that refer to this one.',
  });
}

function statementError(text: string, error: unknown, options: Options): UptempoError {
  const table = /^no such table: (.*)$/.exec(text)?.[1];
  if (table !== undefined) {
    return dbError('db.table.missing', `There is no table "${table}" in the database.`, {
      ...options,
      hint: 'Run `uptempo migrate` to create the tables.',
    });
  }
  const column = /no such column: (.*)$|has no column named (.*)$/.exec(text);
  if (column !== null) {
    return dbError('db.column.missing', `There is no column "${column[1] ?? column[2]}".`, {
      ...options,
      hint: 'The table is older than the model; bring it up to date.',
    });
  }
  if (text === 'LIKE or GLOB pattern too complex') {
    return dbError(
      'db.value.too_long',
      'A text is too long to look for where others begin or end.',
      {
        ...options,
        hint: 'SQLite takes 50,000 bytes there; the lookups "contains" and "exact" take more.',
      },
    );
  }
  if (isOutOfRange(error)) {
    return dbError('db.value.out_of_range', 'A whole number does not fit a JavaScript number.', {
      ...options,
      hint: 'Declare the field as bigInteger(), which reads it as a bigint.',
    });
  }
  return dbError('db.statement.failed', `The database refused the statement: ${text}.`, options);
}

function isOutOfRange(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_OUT_OF_RANGE';
}

function resultCode(error: unknown): number {
  return typeof error === 'object' && error !== null && 'errcode' in error
    ? Number(error.errcode)
    : 0;
}
