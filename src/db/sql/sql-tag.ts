import { describeKind } from '../../core/index.ts';
import { dbError } from '../errors.ts';
import { quoteName } from './names.ts';
import type { DatabaseValue } from './statement.ts';

/** What may stand in `${…}`: a value, which becomes a parameter, or a piece of SQL. */
export type SqlInput = DatabaseValue | SqlFragment;

type Piece = { readonly sql: string } | { readonly value: DatabaseValue };

/** Only this module can make one: nothing that came from outside is ever taken for SQL. */
const TRUSTED = Symbol('trusted');

/** A piece of SQL with the values of its parameters. Made by the tag `sql`, and by nothing else. */
export class SqlFragment {
  readonly #pieces: readonly Piece[];

  /** @internal */
  constructor(trusted: symbol, pieces: readonly Piece[]) {
    if (trusted !== TRUSTED) throw notATemplate();
    this.#pieces = pieces;
  }

  /** Whether a value is one, and does not only look like it. */
  static is(value: unknown): value is SqlFragment {
    return typeof value === 'object' && value !== null && #pieces in value;
  }

  /** The pieces, those of fragments within it included. */
  static piecesOf(fragment: SqlFragment): readonly Piece[] {
    return fragment.#pieces;
  }

  /** The text with a database's placeholders, and the values that belong to them. */
  write(placeholder: (position: number) => string): { sql: string; values: DatabaseValue[] } {
    const values: DatabaseValue[] = [];
    const texts = this.#pieces.map((piece) => {
      if ('sql' in piece) return piece.sql;
      values.push(piece.value);
      return placeholder(values.length);
    });
    return { sql: texts.join(''), values };
  }
}

/**
 * SQL of your own into which values can be put and nothing else: each `${value}` becomes a
 * parameter. Names of tables and columns go through `sql.identifier`; pieces made with the tag can
 * be put into each other. There is no way to turn a text into SQL.
 *
 * ```ts
 * const rated = sql`rating > ${8}`;
 * const { rows } = await database().raw(sql`SELECT * FROM ${sql.identifier('movie')} WHERE ${rated}`);
 * ```
 *
 * @throws db.sql.value for anything else between the braces, db.sql.template when it is called
 * with a text instead of used as a tag.
 */
export function sql(strings: TemplateStringsArray, ...inputs: readonly SqlInput[]): SqlFragment {
  if (!isTemplate(strings)) throw notATemplate();
  const pieces = strings.flatMap((text, index) =>
    index < inputs.length ? [{ sql: text }, ...piecesOf(inputs[index])] : [{ sql: text }],
  );
  return new SqlFragment(TRUSTED, pieces);
}

/** A name in quotes; several are joined by points: `sql.identifier('movie', 'title')`. */
sql.identifier = (...names: readonly string[]): SqlFragment => {
  const isName = (name: unknown) => typeof name === 'string' && name !== '' && !name.includes('\0');
  if (names.length === 0 || !names.every(isName)) {
    throw dbError('db.sql.value', 'A name in SQL is a text that is not empty.', {
      hint: "Write sql.identifier('movie'), or sql.identifier('movie', 'title') with its table.",
    });
  }
  return new SqlFragment(TRUSTED, [{ sql: names.map(quoteName).join('.') }]);
};

/** Values and fragments one after the other, with commas between them unless told otherwise. */
sql.join = (inputs: readonly SqlInput[], separator: SqlFragment = COMMA): SqlFragment => {
  const between = SqlFragment.piecesOf(separator);
  const pieces = inputs.flatMap((input, index) =>
    index === 0 ? piecesOf(input) : [...between, ...piecesOf(input)],
  );
  return new SqlFragment(TRUSTED, pieces);
};

const COMMA = new SqlFragment(TRUSTED, [{ sql: ', ' }]);

function piecesOf(input: unknown): readonly Piece[] {
  if (SqlFragment.is(input)) return SqlFragment.piecesOf(input);
  if (isDatabaseValue(input)) return [{ value: input }];
  throw dbError('db.sql.value', `A value in sql\`…\` cannot be ${describeKind(input)}.`, {
    hint: 'Pass a text, number, bigint, boolean, bytes or null; lists through sql.join(list).',
  });
}

function isDatabaseValue(value: unknown): value is DatabaseValue {
  if (value === null || value instanceof Uint8Array) return true;
  return ['string', 'number', 'bigint', 'boolean'].includes(typeof value);
}

/** A tag's first argument is frozen and has `raw`; no list that came from outside has that. */
function isTemplate(strings: unknown): strings is TemplateStringsArray {
  return Array.isArray(strings) && Object.isFrozen(strings) && 'raw' in strings;
}

function notATemplate() {
  return dbError('db.sql.template', 'sql is a tag and takes no text.', {
    hint: 'Write sql`SELECT …` without parentheses; for a text of your own use raw(text, values).',
  });
}
