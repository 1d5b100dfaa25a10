import {
  type ArithmeticOperator,
  BIGINT,
  type ColumnType,
  DATETIME,
  DECIMAL,
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
    `A ${left.kind} and a ${right.kind} cannot be combined by "${operator}".`,
    { hint: 'Bring both to one type with Cast().' },
  );
}

function isNumeric({ kind }: ColumnType): boolean {
  return kind === 'integer' || kind === 'bigint' || kind === 'float' || kind === 'decimal';
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
  if (operator !== '+' && operator !== '-') return undefined;
  const isMoment = (type: ColumnType) => type.kind === 'datetime' || type.kind === 'date';
  const isDuration = (type: ColumnType) => (type.kind as string) === 'duration';
  if (isDuration(left) && isDuration(right)) return left;
  if (isMoment(left) && isDuration(right)) return DATETIME;
  if (left.kind === 'time' && isDuration(right)) return left;
  if (operator === '+' && isDuration(left)) return temporal(operator, right, left);
  if (operator === '-' && left.kind === right.kind && (isMoment(left) || left.kind === 'time')) {
    return { kind: 'duration' } as unknown as ColumnType;
  }
  return undefined;
}
