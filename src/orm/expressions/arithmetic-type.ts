import {
  type ArithmeticOperator,
  BIGINT,
  type ColumnType,
  DATETIME,
  DECIMAL,
  DURATION,
  FLOAT,
  INTEGER,
} from '../../db/index.ts';
import { ormError } from '../errors.ts';

/**
 * The type of a sum, product and so on, by Django's table of combinations.
 *
 * @throws orm.expression.mixed when the two cannot be reckoned with each other
 */
export function arithmeticType(
  operator: ArithmeticOperator,
  left: ColumnType,
  right: ColumnType,
): ColumnType {
  const type =
    isNumeric(left) && isNumeric(right) ? numeric(left, right) : temporal(operator, left, right);
  if (type !== undefined) return type;
  throw ormError(
    'orm.expression.mixed',
    `"${operator}" cannot combine the types ${left.kind} and ${right.kind}.`,
    { hint: 'Bring both to one type with Cast().' },
  );
}

export function isNumeric({ kind }: ColumnType): boolean {
  return kind === 'integer' || kind === 'bigint' || kind === 'float' || kind === 'decimal';
}

/** The one type of several values: their own, or for numbers of several types the widest. */
export function commonType(where: string, types: readonly ColumnType[]): ColumnType {
  return types.reduce((one, other) => {
    if (isNumeric(one) && isNumeric(other))
      return one.kind === other.kind ? one : numeric(one, other);
    if (one.kind === other.kind) return one;
    throw ormError(
      'orm.expression.mixed',
      `${where} is given a ${one.kind} and a ${other.kind}, which have nothing in common.`,
      { hint: 'Bring them to one type with Cast().' },
    );
  });
}

/** The wider of the two; floating-point numbers make everything one, since it cannot be exact. */
function numeric(left: ColumnType, right: ColumnType): ColumnType {
  const kinds = [left.kind, right.kind];
  if (kinds.includes('float')) return FLOAT;
  if (kinds.includes('decimal')) return DECIMAL;
  return kinds.includes('bigint') ? BIGINT : INTEGER;
}

function temporal(
  operator: ArithmeticOperator,
  left: ColumnType,
  right: ColumnType,
): ColumnType | undefined {
  if (isDuration(left) && isNumeric(right)) return isScaling(operator) ? DURATION : undefined;
  if (isNumeric(left) && isDuration(right)) return operator === '*' ? DURATION : undefined;
  if (operator === '+') return moved(left, right) ?? moved(right, left);
  if (operator !== '-') return undefined;
  const isSpan = (isDay(left) && isDay(right)) || (left.kind === 'time' && right.kind === 'time');
  return isSpan ? DURATION : moved(left, right);
}

/** What a span added to something makes of it. */
function moved(type: ColumnType, span: ColumnType): ColumnType | undefined {
  if (!isDuration(span)) return undefined;
  if (isDay(type)) return DATETIME;
  return type.kind === 'time' || isDuration(type) ? type : undefined;
}

function isScaling(operator: ArithmeticOperator): boolean {
  return operator === '*' || operator === '/';
}

function isDay({ kind }: ColumnType): boolean {
  return kind === 'date' || kind === 'datetime';
}

function isDuration({ kind }: ColumnType): boolean {
  return kind === 'duration';
}
