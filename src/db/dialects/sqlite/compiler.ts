import type { ColumnType } from '../../sql/column-type.ts';
import { SqlCompiler } from '../../sql/compiler.ts';
import { typeOf } from '../../sql/node-tree.ts';
import type {
  AggregateNode,
  CastNode,
  DatePartNode,
  ExpressionNode,
  JsonPathNode,
  ParameterNode,
  TextMatch,
} from '../../sql/nodes.ts';
import type { DatabaseValue } from '../../sql/statement.ts';
import { extractPart, FROM_ZONE, TO_ZONE, truncateInstant, truncateTo } from './dates.ts';
import { sqliteFunctions } from './functions.ts';
import { JSON_CANONICAL } from './json-functions.ts';
import { sqliteEncoder } from './values.ts';

/** Name of the SQL function that folds case beyond ASCII; the driver registers it. */
export const FOLD_CASE = 'uptempo_fold_case';

/** Name of the SQL function `(text, pattern, flags)` behind the regex lookups; the driver registers it. */
export const REGEXP = 'uptempo_regexp';

const WHOLE: ReadonlySet<ColumnType['kind']> = new Set(['integer', 'bigint']);

/** Statements as SQLite writes them. */
export class SqliteCompiler extends SqlCompiler {
  protected override readonly functions = sqliteFunctions;
  protected override readonly reusesPlaceholders = false;

  protected override encoder(type: ColumnType): (value: unknown) => DatabaseValue {
    return sqliteEncoder(type);
  }

  protected override placeholder(): string {
    return '?';
  }

  /** The driver binds numbers as REAL, with which 7 / 2 is 3.5, and bigints as INTEGER. */
  protected override argument(node: ExpressionNode): string {
    if (node.kind !== 'parameter' || !WHOLE.has(node.type.kind)) return super.argument(node);
    return this.bind(node.slot, (value) =>
      value === null || value === undefined ? null : BigInt(value as number | bigint),
    );
  }

  /** One JSON parameter instead of one per item: the text, and so the prepared statement, stays. */
  protected override inList(operand: string, list: ParameterNode): string {
    const encode = sqliteEncoder(list.type);
    const parameter = this.bind(list.slot, (value) =>
      jsonList((value as readonly unknown[]).map(encode)),
    );
    if (list.type.kind === 'json') {
      const documents = `SELECT ${JSON_CANONICAL}("value") FROM json_each(${parameter})`;
      return `${JSON_CANONICAL}(${operand}) IN (${documents})`;
    }
    const item = list.type.kind === 'binary' ? 'UNHEX("value")' : '"value"';
    return `${operand} IN (SELECT ${item} FROM json_each(${parameter}))`;
  }

  protected override match(
    match: TextMatch,
    operand: ExpressionNode,
    pattern: ExpressionNode,
  ): string {
    const text = this.operand(operand);
    if (pattern.kind !== 'parameter') return matchExpression(match, text, this.operand(pattern));
    const bind = (encode: (value: string) => string) =>
      this.bind(pattern.slot, (value) => (value === null ? null : encode(String(value))));
    switch (match) {
      case 'contains':
        return `INSTR(${text}, ${bind((value) => value)}) > 0`;
      case 'startswith':
        return `${text} GLOB ${bind((value) => `${escapeGlob(value)}*`)}`;
      case 'endswith':
        return `${text} GLOB ${bind((value) => `*${escapeGlob(value)}`)}`;
      case 'iexact':
        return `${FOLD_CASE}(${text}) = ${bind(foldCase)}`;
      case 'icontains':
        return `INSTR(${FOLD_CASE}(${text}), ${bind(foldCase)}) > 0`;
      case 'istartswith':
        return `${FOLD_CASE}(${text}) GLOB ${bind((value) => `${escapeGlob(foldCase(value))}*`)}`;
      case 'iendswith':
        return `${FOLD_CASE}(${text}) GLOB ${bind((value) => `*${escapeGlob(foldCase(value))}`)}`;
      case 'regex':
        return `${REGEXP}(${text}, ${bind((value) => value)}, '') = 1`;
      case 'iregex':
        return `${REGEXP}(${text}, ${bind((value) => value)}, 'i') = 1`;
    }
  }

  protected override cast(operand: string, { type }: CastNode): string {
    switch (type.kind) {
      case 'integer':
      case 'bigint':
        return `CAST(${operand} AS INTEGER)`;
      case 'float':
        return `CAST(${operand} AS REAL)`;
      case 'decimal':
        return type.places === undefined
          ? `CAST(${operand} AS REAL)`
          : `ROUND(CAST(${operand} AS REAL), ${type.places})`;
      case 'boolean':
        return `(CAST(${operand} AS INTEGER) <> 0)`;
      case 'date':
        return `DATE(${operand})`;
      case 'time':
        return truncateTo('time', operand, 'time');
      case 'datetime':
        return `STRFTIME('%Y-%m-%d %H:%M:%f', ${operand})`;
      case 'json':
        return `JSON(${operand})`;
      case 'binary':
        return `CAST(${operand} AS BLOB)`;
      case 'text': {
        const whole = `CAST(${operand} AS TEXT)`;
        return type.maxLength === undefined ? whole : `SUBSTR(${whole}, 1, ${type.maxLength})`;
      }
      default:
        return `CAST(${operand} AS TEXT)`;
    }
  }

  protected override datePart(node: DatePartNode): string {
    const text = this.operand(node.operand);
    const isLocal = typeOf(node.operand).kind === 'datetime' && node.zone !== 'UTC';
    const local = isLocal ? `${TO_ZONE}(${text}, ${quoteText(node.zone)})` : text;
    if (node.kind === 'extract') return extractPart(node.part, local);
    const { kind } = node.type;
    const instant =
      isLocal && kind === 'datetime' ? truncateInstant(node.unit, text, local) : undefined;
    if (instant !== undefined) return instant;
    const cut = truncateTo(
      node.unit,
      local,
      kind === 'date' || kind === 'time' ? kind : 'datetime',
    );
    return isLocal && kind === 'datetime' ? `${FROM_ZONE}(${cut}, ${quoteText(node.zone)})` : cut;
  }

  protected override jsonPath({ operand, path, type }: JsonPathNode): string {
    const steps = path.map((step) =>
      typeof step === 'number' ? `[${step}]` : `.${JSON.stringify(step)}`,
    );
    const operator = type.kind === 'json' ? '->' : '->>';
    return `(${this.operand(operand)} ${operator} ${quoteText(`$${steps.join('')}`)})`;
  }

  protected override aggregate(node: AggregateNode): string {
    if (node.name !== 'jsonb_agg') return super.aggregate(node);
    const [value] = node.args;
    const made: ExpressionNode = {
      kind: 'function',
      name: 'json_value',
      args: [value!],
      type: node.type,
    };
    return super.aggregate({ ...node, args: [made] });
  }

  protected override aggregateName(node: AggregateNode): string {
    return AGGREGATES.get(node.name) ?? node.name.toUpperCase();
  }

  /** Spans are whole microseconds, also in the mean. */
  protected override aggregateResult(text: string, { type }: AggregateNode): string {
    return type.kind === 'duration' ? `CAST(ROUND(${text}) AS INTEGER)` : text;
  }

  /** The driver reads whole numbers above 2^53 only as text without rounding them. */
  protected override resultColumn(expression: ExpressionNode): string {
    const text = this.expression(expression);
    return typeOf(expression).kind === 'bigint' ? `CAST(${text} AS TEXT)` : text;
  }

  protected override limit(limit: number | undefined, offset: number): string {
    if (limit === undefined && offset === 0) return '';
    return ` LIMIT ${limit ?? -1}${offset === 0 ? '' : ` OFFSET ${offset}`}`;
  }

  /** `takesColumnLists` is false: who writes rows asks it first. */
  protected override columnLists(): never {
    throw new TypeError('SQLite takes rows as parameters, not as lists.');
  }

  /** A transaction that may write holds the lock on all rows from its start. */
  protected override lock(): string {
    return '';
  }
}

/** What SQLite has under another name, or only as a function of the driver's. */
const AGGREGATES: ReadonlyMap<string, string> = new Map([
  ['stddev_pop', 'uptempo_stddev_pop'],
  ['stddev_samp', 'uptempo_stddev_samp'],
  ['var_pop', 'uptempo_var_pop'],
  ['var_samp', 'uptempo_var_samp'],
  ['bit_and', 'uptempo_bit_and'],
  ['bit_or', 'uptempo_bit_or'],
  ['bit_xor', 'uptempo_bit_xor'],
  // Truth values are 0 and 1.
  ['bool_and', 'MIN'],
  ['bool_or', 'MAX'],
  ['any_value', 'MIN'],
  ['string_agg', 'GROUP_CONCAT'],
  ['jsonb_agg', 'JSON_GROUP_ARRAY'],
]);

/** A match with a text that only the database knows, so nothing can be escaped beforehand. */
function matchExpression(match: TextMatch, text: string, pattern: string): string {
  const folded = `${FOLD_CASE}(${text})`;
  const foldedPattern = `${FOLD_CASE}(${pattern})`;
  const starts = (one: string, other: string) => `SUBSTR(${one}, 1, LENGTH(${other})) = ${other}`;
  // SUBSTR counts from the end when it is negative, and from nowhere when it is 0.
  const ends = (one: string, other: string) =>
    `(LENGTH(${other}) = 0 OR SUBSTR(${one}, -LENGTH(${other})) = ${other})`;
  switch (match) {
    case 'contains':
      return `INSTR(${text}, ${pattern}) > 0`;
    case 'startswith':
      return starts(text, pattern);
    case 'endswith':
      return ends(text, pattern);
    case 'iexact':
      return `${folded} = ${foldedPattern}`;
    case 'icontains':
      return `INSTR(${folded}, ${foldedPattern}) > 0`;
    case 'istartswith':
      return starts(folded, foldedPattern);
    case 'iendswith':
      return ends(folded, foldedPattern);
    case 'regex':
      return `${REGEXP}(${text}, ${pattern}, '') = 1`;
    case 'iregex':
      return `${REGEXP}(${text}, ${pattern}, 'i') = 1`;
  }
}

/** A constant of the framework's own as SQL text. */
function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Lower case of any script, which SQLite's own LIKE and LOWER() know for ASCII only. */
export function foldCase(value: string): string {
  return value.toLowerCase();
}

function escapeGlob(value: string): string {
  return value.replace(/[*?[]/g, '[$&]');
}

/** JSON in which bigints keep all their digits and bytes are hexadecimal digits. */
function jsonList(values: readonly DatabaseValue[]): string {
  return `[${values.map(jsonItem).join(',')}]`;
}

function jsonItem(value: DatabaseValue): string {
  if (typeof value === 'bigint') return String(value);
  return JSON.stringify(value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value);
}
