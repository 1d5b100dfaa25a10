import { isMany } from './joins.ts';
import {
  type Aggregate,
  annotationsOf,
  type Expression,
  isGrouped,
  type OrderTerm,
  type Path,
  type Query,
  type Step,
} from './query.ts';
import type { Random } from './random.ts';
import { numbersOf, type Place, randomCondition, randomTarget } from './random-conditions.ts';
import type { ModelSchema, Schema } from './schema.ts';

export function randomQuery(random: Random, schema: Schema): Query {
  const model = random.pick([...schema.values()]);
  const steps = randomSteps(random, schema, model);
  const groupBy = steps.find((step) => step.kind === 'group');
  const place = placeOf(random, schema, model, steps);
  const output =
    groupBy === undefined ? randomOutput(place, steps) : outputOfGroups(groupBy.paths, steps);
  const isDistinct = random.chance(0.2);
  const orderBy = random.chance(0.6) ? randomOrder(place, { steps, output, isDistinct }) : [];
  const slice = orderBy.length > 0 && random.chance(0.4) ? randomSlice(random) : undefined;
  return { model: model.name, steps, output, isDistinct, orderBy, slice };
}

function randomSteps(random: Random, schema: Schema, model: ModelSchema): Step[] {
  const steps: Step[] = [];
  for (let number = 0; number < random.integer(0, 4); number++) {
    steps.push(randomStep(placeOf(random, schema, model, steps), steps, `x${number}`));
  }
  return steps;
}

function randomStep(place: Place, steps: readonly Step[], name: string): Step {
  const { random } = place;
  if (random.chance(0.55)) {
    const kind = random.chance(0.65) ? 'filter' : 'exclude';
    const around = random.chance(0.5) ? aboutGroups(place, steps) : aboutRows(place, steps);
    return { kind, condition: randomCondition({ ...around, isUnderNot: kind === 'exclude' }) };
  }
  if (random.chance(0.5)) {
    const isFirst = steps.every(({ kind }) => kind === 'filter' || kind === 'exclude');
    if (isFirst && random.chance(0.3)) return { kind: 'group', paths: randomPaths(place) };
    return { kind: 'aggregate', name, aggregate: randomAggregate(place) };
  }
  // Once there are groups, an annotation would be one more thing to group by.
  if (isGrouped({ steps }) || steps.some(({ kind }) => kind === 'group')) {
    return { kind: 'aggregate', name, aggregate: randomAggregate(place) };
  }
  return { kind: 'annotate', name, expression: randomExpression(place, 2) };
}

/** Conditions of groups lead to no other rows: these would have to be part of the group. */
function aboutGroups(place: Place, steps: readonly Step[]): Place {
  if (place.counts.length + place.numbers.length === 0) return aboutRows(place, steps);
  return { ...place, depth: steps.some(({ kind }) => kind === 'group') ? -1 : 0 };
}

function aboutRows(place: Place, steps: readonly Step[]): Place {
  const scalars = annotationsOf(steps.filter(({ kind }) => kind === 'annotate'));
  // Which join what is grouped by takes, once a later filter() has made another, is nobody's rule.
  const depth = steps.some(({ kind }) => kind === 'group') ? 0 : place.depth;
  return { ...place, depth, counts: [], numbers: scalars };
}

function placeOf(
  random: Random,
  schema: Schema,
  model: ModelSchema,
  steps: readonly Step[],
): Place {
  const isCount = (step: Step) => step.kind === 'aggregate' && step.aggregate.name === 'Count';
  const counts = annotationsOf(steps.filter(isCount));
  const isNumber = (step: Step) => step.kind === 'annotate' || step.kind === 'aggregate';
  const numbers = annotationsOf(steps.filter((step) => isNumber(step) && !isCount(step)));
  return { random, schema, model, counts, numbers, depth: 2, isUnderNot: false };
}

/** An expression that is a number. */
function randomExpression(place: Place, depth: number): Expression {
  const { random } = place;
  const next = () => randomExpression(place, depth - 1);
  const choice = depth === 0 ? 0 : random.integer(0, 6);
  if (choice <= 1) return { kind: 'path', path: randomNumber(place) };
  if (choice === 2) return { kind: 'value', value: random.integer(-2, 3) };
  if (choice === 3) {
    const operator = random.pick(['add', 'sub', 'mul'] as const);
    return {
      kind: 'arithmetic',
      operator,
      left: { kind: 'path', path: randomNumber(place) },
      right: next(),
    };
  }
  if (choice === 4) {
    return { kind: 'coalesce', operands: [{ kind: 'path', path: randomNumber(place) }, next()] };
  }
  if (choice === 5) {
    const text = randomOf(place, ({ kind }) => kind === 'text');
    if (text !== undefined) return { kind: 'length', operand: { kind: 'path', path: text } };
  }
  if (choice === 6) {
    // Annotations are left out, as those that are aggregates may not be part of one.
    const condition = randomCondition({ ...place, counts: [], numbers: [] }, 1);
    return { kind: 'case', condition, then: next(), otherwise: next() };
  }
  return next();
}

function randomNumber(place: Place): Path {
  const found = randomOf(place, ({ kind }) => kind === 'number' || kind === 'id');
  return found ?? { relations: [], column: place.random.pick(numbersOf(place.model)).name };
}

function randomOf(
  place: Place,
  isFit: (target: ReturnType<typeof randomTarget>) => boolean,
): Path | undefined {
  for (let attempt = 0; attempt < 4; attempt++) {
    const target = randomTarget(place);
    if (isFit(target)) return target.path;
  }
  return undefined;
}

function randomAggregate(place: Place): Aggregate {
  const { random } = place;
  const name = random.pick(['Count', 'Count', 'Sum', 'Min', 'Max', 'Avg'] as const);
  const hasFilter = random.chance(0.3);
  const filter = hasFilter ? randomCondition({ ...place, counts: [], numbers: [] }, 1) : undefined;
  const path = name === 'Count' ? randomTarget(place).path : randomNumber(place);
  const canBeDistinct = name === 'Count' || name === 'Sum' || name === 'Avg';
  return { name, path, isDistinct: canBeDistinct && random.chance(0.3), filter };
}

function randomPaths(place: Place): Path[] {
  const paths = place.random.list(
    place.random.integer(1, 2),
    () => randomTarget({ ...place, depth: 1 }).path,
  );
  return unique(paths);
}

/** Columns and annotations for `valuesList()`; rows half of the time. */
function randomOutput(place: Place, steps: readonly Step[]): Path[] | undefined {
  const { random } = place;
  if (random.chance(0.5)) return undefined;
  const names = annotationsOf(steps).map((column) => ({ relations: [], column }));
  const id = { relations: [], column: 'id' };
  // Another column of a group would have to be part of what it is grouped by.
  if (isGrouped({ steps })) return [id, ...names];
  return unique([...(random.chance(0.7) ? [id] : []), ...randomPaths(place), ...names]);
}

function outputOfGroups(paths: readonly Path[], steps: readonly Step[]): Path[] {
  return [...paths, ...annotationsOf(steps).map((column) => ({ relations: [], column }))];
}

/** Ends with everything that is given, so that no two different rows are on a par. */
function randomOrder(
  { random, schema, model, ...rest }: Place,
  { steps, output, isDistinct }: Pick<Query, 'steps' | 'output' | 'isDistinct'>,
): OrderTerm[] {
  const given =
    output ?? ['id', ...annotationsOf(steps)].map((column) => ({ relations: [], column }));
  const place = { random, schema, model, ...rest };
  const isFree =
    !isDistinct && !isGrouped({ steps }) && !steps.some(({ kind }) => kind === 'group');
  const wished = isFree
    ? random.list(random.integer(0, 2), () => randomTarget(place).path)
    : random.list(random.integer(0, 1), () => random.pick(given));
  const single = wished.filter(({ relations }) => !isMany(schema, model.name, relations));
  return unique([...single, ...given]).map((path) => ({
    path,
    isDescending: random.chance(0.4),
    nulls: random.chance(0.3) ? random.pick(['first', 'last'] as const) : undefined,
  }));
}

function randomSlice(random: Random): [number, number | undefined] {
  const start = random.integer(0, 5);
  return [start, random.chance(0.2) ? undefined : start + random.integer(0, 4)];
}

function unique(paths: readonly Path[]): Path[] {
  return [...new Map(paths.map((path) => [JSON.stringify(path), path])).values()];
}
