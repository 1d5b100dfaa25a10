import { type ColumnType, TEXT } from '../../sql/column-type.ts';
import { SqlCompiler } from '../../sql/compiler.ts';
import { quoteName } from '../../sql/names.ts';
import { typeOf } from '../../sql/node-tree.ts';
import {
  type AggregateNode,
  allOf,
  type CastNode,
  type DatePartNode,
  type ExpressionNode,
  type JsonPathNode,
  type ParameterNode,
  type RowLock,
  type TextMatch,
} from '../../sql/nodes.ts';
import type { DatabaseValue } from '../../sql/statement.ts';
import { asText, castTo, typed } from './casts.ts';
import { extractPart, isClockUnit, truncateInstant, truncateTo } from './dates.ts';
import { postgresqlFunctions } from './functions.ts';
import { quoteText } from './quote-text.ts';
import { parameterType } from './type-names.ts';
import { arrayEncoder, listEncoder, postgresqlEncoder } from './values.ts';

/** Statements as PostgreSQL writes them. */
export class PostgresqlCompiler extends SqlCompiler {
  protected override readonly functions = postgresqlFunctions;
  protected override readonly reusesPlaceholders: boolean = true;

  protected override encoder(type: ColumnType): (value: unknown) => DatabaseValue {
    return postgresqlEncoder(type);
  }

  /**
   * Every parameter says its type. Left to guess, PostgreSQL takes the type of the column it is
   * compared with (so that 3,000,000,000 fails beside an `integer`), or knows none at all.
   */
  protected override placeholder(position: number, type: ColumnType | undefined): string {
    return type === undefined ? `$${position}` : `$${position}::${parameterType(type)}`;
  }

  /** The list is one array, so its length is no part of the text. */
  protected override inList(operand: string, list: ParameterNode): string {
    const array = this.bindOnce(list.slot, 'list', arrayEncoder(list.type));
    return `${operand} = ANY(${array}::${parameterType(list.type)}[])`;
  }

  protected override match(
    match: TextMatch,
    operand: ExpressionNode,
    pattern: ExpressionNode,
  ): string {
    const text = asText(operand, this.operand(operand));
    const [before, after] = WILDCARDS[match] ?? [];
    const right =
      pattern.kind === 'parameter'
        ? this.bindOnce(
            pattern.slot,
            `pattern ${before}…${after}`,
            patternEncoder(before, after),
            TEXT,
          )
        : patternExpression(asText(pattern, this.operand(pattern)), before, after);
    switch (match) {
      case 'contains':
      case 'startswith':
      case 'endswith':
        return `${text} LIKE ${right}`;
      // UPPER, not ILIKE: an index on UPPER(column) serves them all.
      case 'icontains':
      case 'istartswith':
      case 'iendswith':
        return `UPPER(${text}) LIKE UPPER(${right})`;
      case 'iexact':
        return `UPPER(${text}) = UPPER(${right})`;
      case 'regex':
        return `${text} ~ ${right}`;
      case 'iregex':
        return `${text} ~* ${right}`;
    }
  }

  protected override cast(operand: string, { operand: node, type }: CastNode): string {
    return castTo(operand, typeOf(node), type);
  }

  /** Sums of whole numbers are numerics to PostgreSQL, and their means too. */
  protected override aggregateResult(text: string, { name, type }: AggregateNode): string {
    const isExact = name === 'sum' && (type.kind === 'integer' || type.kind === 'bigint');
    return isExact || (MEANS.has(name) && type.kind === 'float') ? typed(text, type) : text;
  }

  protected override aggregate(node: AggregateNode): string {
    const { args, orderBy } = node;
    switch (node.name) {
      case 'string_agg':
        return super.aggregate({ ...node, args: [asTextNode(args[0]!), args[1]!] });
      // ANY_VALUE() came with PostgreSQL 16.
      case 'any_value': {
        const present: ExpressionNode = { kind: 'isNull', operand: args[0]!, isNegated: true };
        const filter = allOf(node.filter === undefined ? [present] : [node.filter, present])!;
        return `(${super.aggregate({ ...node, name: 'array_agg', filter, orderBy })})[1]`;
      }
      default:
        return super.aggregate(node);
    }
  }

  protected override datePart(node: DatePartNode): string {
    const isInstant = typeOf(node.operand).kind === 'datetime';
    const text = this.operand(node.operand);
    if (isInstant && isClockUnit(node)) return truncateInstant(node, text);
    const local = isInstant ? `(${text} AT TIME ZONE ${quoteText(node.zone)})` : text;
    return node.kind === 'extract' ? extractPart(node.part, local) : truncateTo(node, local);
  }

  protected override jsonPath({ operand, path, type }: JsonPathNode): string {
    // Not one `#>` with all steps: to it a number is the name of a member too.
    const steps = path.map((step) => (typeof step === 'number' ? String(step) : quoteText(step)));
    const way = steps.map((step, index) => {
      const isText = index === steps.length - 1 && type.kind !== 'json';
      return ` ${isText ? '->>' : '->'} ${step}`;
    });
    return `(${this.operand(operand)}${way.join('')})`;
  }

  protected override resultColumn(expression: ExpressionNode): string {
    return this.expression(expression);
  }

  protected override columnLists(lists: readonly ParameterNode[]): string {
    const arrays = lists.map(
      ({ slot, type }) => `${this.bind(slot, listEncoder(type))}::${parameterType(type)}[]`,
    );
    return `UNNEST(${arrays.join(', ')})`;
  }

  protected override limit(limit: number | undefined, offset: number): string {
    return `${limit === undefined ? '' : ` LIMIT ${limit}`}${offset === 0 ? '' : ` OFFSET ${offset}`}`;
  }

  protected override lock({ of, wait, isNoKey }: RowLock): string {
    const tables = of.length === 0 ? '' : ` OF ${of.map(quoteName).join(', ')}`;
    return ` FOR ${isNoKey ? 'NO KEY ' : ''}UPDATE${tables}${WAIT_WORDS[wait]}`;
  }
}

const WAIT_WORDS: Readonly<Record<RowLock['wait'], string>> = {
  wait: '',
  nowait: ' NOWAIT',
  skipLocked: ' SKIP LOCKED',
};

/** What stands before and after the text in a pattern of LIKE; no entry: the text is no pattern. */
const WILDCARDS: Readonly<Partial<Record<TextMatch, readonly [string, string]>>> = {
  contains: ['%', '%'],
  icontains: ['%', '%'],
  startswith: ['', '%'],
  istartswith: ['', '%'],
  endswith: ['%', ''],
  iendswith: ['%', ''],
};

const MEANS: ReadonlySet<string> = new Set([
  'avg',
  'stddev_pop',
  'stddev_samp',
  'var_pop',
  'var_samp',
]);

function asTextNode(operand: ExpressionNode): ExpressionNode {
  return typeOf(operand).kind === 'text' ? operand : { kind: 'cast', operand, type: TEXT };
}

function patternEncoder(before = '', after?: string): (value: unknown) => DatabaseValue {
  return (value) => {
    if (value === null || value === undefined) return null;
    const text = String(value);
    return after === undefined ? text : `${before}${escapeLike(text)}${after}`;
  };
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}

/** A text that only the database knows, escaped there. */
function patternExpression(text: string, before = '', after?: string): string {
  if (after === undefined) return text;
  const escaped = `REGEXP_REPLACE(${text}, '([\\\\%_])', '\\\\\\1', 'g')`;
  const parts = [before && quoteText(before), escaped, after && quoteText(after)];
  return `(${parts.filter((part) => part !== '').join(' || ')})`;
}
