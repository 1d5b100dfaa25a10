import {
  type ColumnType,
  DATE,
  type DatePart,
  type Dialect,
  type ExpressionNode,
  INTEGER,
  JSON_TYPE,
  TIME,
} from '../../db/index.ts';
import { isStorable } from '../schema/fields.ts';
import { timeZone } from '../time-zone.ts';
import type { Lookup } from './lookup.ts';
import { yearLookups } from './year-lookups.ts';

/** A part of a lookup key that makes something else of what stands before it: `year`, `date`. */
export interface Transform {
  readonly name: string;
  /** The type of what comes out. */
  readonly type: ColumnType;
  build(operand: ExpressionNode, dialect: Dialect): ExpressionNode;
  /** Lookups that mean something else after it than they do for its type. */
  readonly lookups?: ReadonlyMap<string, Lookup>;
}

/** What the transforms of a path make of its column. */
export function transformed(
  operand: ExpressionNode,
  transforms: readonly Transform[],
  dialect: Dialect,
): ExpressionNode {
  return transforms.reduce((node, each) => each.build(node, dialect), operand);
}

/** Transforms by kind of type and name. */
const ofKind = new Map<ColumnType['kind'], Map<string, Transform>>();

/** Adds a transform for a kind of type. */
export function addTransform(kind: ColumnType['kind'], transform: Transform): void {
  const transforms = ofKind.get(kind) ?? new Map();
  ofKind.set(kind, transforms.set(transform.name, transform));
}

/**
 * The transform of a name for a type; undefined when it has none. A JSON document has members of
 * any name, a list items at any position.
 */
export function transformFor(type: ColumnType, name: string): Transform | undefined {
  const known = ofKind.get(type.kind)?.get(name);
  if (known !== undefined) return known;
  if (type.kind === 'json') return isStorable(name) ? jsonKey(name) : undefined;
  return type.kind === 'array' ? arrayPart(type, name) : undefined;
}

/** Whether the framework has a transform of this name, for any type. */
export function isBuiltInTransform(name: string): boolean {
  return BUILT_IN.has(name);
}

export function transformNames(type: ColumnType): readonly string[] {
  return [...(ofKind.get(type.kind)?.keys() ?? [])];
}

const DAY_PARTS: readonly DatePart[] = [
  'year',
  'iso_year',
  'quarter',
  'month',
  'week',
  'day',
  'week_day',
  'iso_week_day',
];
const CLOCK_PARTS: readonly DatePart[] = ['hour', 'minute', 'second'];

for (const part of DAY_PARTS) {
  addTransform('date', extract(part, 'date'));
  addTransform('datetime', extract(part, 'datetime'));
}
for (const part of CLOCK_PARTS) {
  addTransform('time', extract(part));
  addTransform('datetime', extract(part));
}
addTransform('datetime', truncate('date', DATE));
addTransform('datetime', truncate('time', TIME));

addTransform('array', {
  name: 'len',
  type: INTEGER,
  build: (operand) => ({ kind: 'function', name: 'array length', args: [operand], type: INTEGER }),
});

const BUILT_IN: ReadonlySet<string> = new Set(
  [...ofKind.values()].flatMap((transforms) => [...transforms.keys()]),
);

function extract(part: DatePart, kind?: 'date' | 'datetime'): Transform {
  const isYear = part === 'year' || part === 'iso_year';
  return {
    name: part,
    type: INTEGER,
    build: (operand) => ({ kind: 'extract', part, operand, zone: timeZone(), type: INTEGER }),
    ...(isYear && kind !== undefined && { lookups: yearLookups(part, kind) }),
  };
}

function truncate(unit: 'date' | 'time', type: ColumnType): Transform {
  return {
    name: unit,
    type,
    build: (operand) => ({ kind: 'truncate', unit, operand, zone: timeZone(), type }),
  };
}

/** A member of a JSON object by its name, or of a list by its position. */
function jsonKey(name: string): Transform {
  const step = /^\d+$/.test(name) ? Number(name) : name;
  return {
    name,
    type: JSON_TYPE,
    build(operand) {
      if (operand.kind !== 'jsonPath') {
        return { kind: 'jsonPath', operand, path: [step], type: JSON_TYPE };
      }
      return { ...operand, path: [...operand.path, step] };
    },
  };
}

const ITEM = /^\d{1,9}$/;
const SLICE = /^(\d{1,9})_(\d{1,9})$/;

/** The item at a position from 0 on, or the list from one position up to another. */
function arrayPart(type: ColumnType & { kind: 'array' }, name: string): Transform | undefined {
  if (ITEM.test(name)) return arrayFunction(name, 'array item', type.item, [Number(name) + 1]);
  const bounds = SLICE.exec(name);
  if (bounds === null) return undefined;
  // PostgreSQL counts from 1 and takes the last position with it.
  return arrayFunction(name, 'array slice', type, [Number(bounds[1]) + 1, Number(bounds[2])]);
}

function arrayFunction(
  name: string,
  sqlName: string,
  type: ColumnType,
  positions: readonly number[],
): Transform {
  const literals = positions.map((value) => ({ kind: 'literal', value, type: INTEGER }) as const);
  return {
    name,
    type,
    build: (operand) => ({ kind: 'function', name: sqlName, args: [operand, ...literals], type }),
  };
}
