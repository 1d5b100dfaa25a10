import type { UptempoError } from '../../../core/index.ts';
import { dbError } from '../../errors.ts';
import type { FailureOptions, ServerError } from './errors.ts';

/** Class 23: a write would break a constraint. Its name is told, the values are not. */
export function constraintError(error: ServerError, given: FailureOptions): UptempoError {
  const { table, column, constraint } = error;
  const options = { details: { ...given.details, table, column, constraint } };
  switch (error.code) {
    case '23505':
      return dbError(
        'db.constraint.unique',
        `There is already a row with this ${keyOf(error)}.`,
        options,
      );
    case '23502':
      return dbError('db.constraint.not_null', `${table}.${column} must not be empty.`, {
        ...options,
        hint: 'Give it a value, a default, or declare the field with null: true.',
      });
    case '23503':
      return dbError(
        'db.constraint.foreign_key',
        `A foreign key refers to a row that is not there (${constraint}).`,
        {
          ...options,
          hint: 'Save the row it refers to first, or delete the rows that refer to this one.',
        },
      );
    case '23P01':
      return dbError(
        'db.constraint.exclusion',
        `A row collides with another under ${constraint}.`,
        options,
      );
    default:
      return dbError('db.constraint.check', `A value breaks the check ${constraint}.`, options);
  }
}

/** `movie.title, movie.year`, from a detail such as `Key (title, year)=(…) already exists.` */
function keyOf({ detail, table, constraint }: ServerError): string {
  const columns = /^[^(]*\(([^()]*)\)=/.exec(detail ?? '')?.[1];
  if (columns === undefined) return `${constraint}`;
  return columns
    .split(', ')
    .map((column) => `${table}.${column.replaceAll('"', '')}`)
    .join(', ');
}
