import {
  type ColumnType,
  DATE,
  type DatePart,
  type ExpressionNode,
  INTEGER,
  JSON_TYPE,
  TIME,
} from '../../db/index.ts';
import { timeZone } from '../time-zone.ts';

/** A part of a lookup key that makes something else of what stands before it: `year`, `date`. */
export interface Transform {
  readonly name: string;
  /** The type of what comes out. */
  readonly type: ColumnType;
  build(operand: ExpressionNode): ExpressionNode;
}

/** Transforms by kind of type and name. */
const ofKind = new Map<ColumnType['kind'], Map<string, Transform>>();

/** Adds a transform for a kind of type. */
export function addTransform(kind: ColumnType['kind'], transform: Transform): void {
  const transforms = ofKind.get(kind) ?? new Map();
  ofKind.set(kind, transforms.set(transform.name, transform));
}

/** The transform of a name for a type; undefined when it has none. A JSON document has any. */
export function transformFor(type: ColumnType, name: string): Transform | undefined {
  const known = ofKind.get(type.kind)?.get(name);
  if (known !== undefined) return known;
  return type.kind === 'json' ? jsonKey(name) : undefined;
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
  addTransform('date', extract(part));
  addTransform('datetime', extract(part));
}
for (const part of CLOCK_PARTS) {
  addTransform('time', extract(part));
  addTransform('datetime', extract(part));
}
addTransform('datetime', truncate('date', DATE));
addTransform('datetime', truncate('time', TIME));

function extract(part: DatePart): Transform {
  return {
    name: part,
    type: INTEGER,
    build: (operand) => ({ kind: 'extract', part, operand, zone: timeZone(), type: INTEGER }),
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
