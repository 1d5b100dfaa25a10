import type { CompiledStatement, Dialect } from '../../db/index.ts';
import { currentContext, queryPlanChannel } from '../../events/index.ts';
import type { AnyModel } from '../schema/any-model.ts';
import { timeZone } from '../time-zone.ts';
import type { RowsPlan } from './plan.ts';

/**
 * Shapes come from code, so there are few. The bound guards against filters built from user
 * input: when it is reached the next QuerySets start from an empty tree, and the old one goes
 * when nobody holds a QuerySet of it any more.
 */
const MAX_SHAPES = 20_000;

/** Everything of a QuerySet but its parameter values, compiled once per kind of statement. */
export interface ShapePlans {
  rows?: RowsPlan;
  count?: CompiledStatement;
  exists?: CompiledStatement;
  /** Statements of other purposes, by a token of their own. */
  readonly others: Map<string, unknown>;
}

/**
 * A node in the tree of shapes. A method of a QuerySet goes one step down by a token, so equal
 * chains of methods meet in the same node and find what was compiled there, without a key being
 * put together and hashed for each query (bench: `sqlite-read`).
 */
export class Shape {
  /** Stands for the shape where a query is a part of another one. */
  readonly id = nextId++;
  readonly #next = new Map<string, Shape>();
  readonly #plans = new Map<Dialect, ShapePlans>();
  /** The zone that the plans' date parts were written for. */
  #zone = timeZone();

  /** The shape after one more step; tokens that start with `:` name methods. */
  step(token: string): Shape {
    let shape = this.#next.get(token);
    if (shape === undefined) {
      shape = new Shape();
      this.#next.set(token, shape);
      countShape();
    }
    return shape;
  }

  /** The shape after a method with names as its arguments. */
  steps(method: string, names: readonly string[]): Shape {
    return names.reduce<Shape>((shape, name) => shape.step(name), this.step(method));
  }

  plans(dialect: Dialect): ShapePlans {
    if (this.#zone !== timeZone()) {
      this.#zone = timeZone();
      this.#plans.clear();
    }
    let plans = this.#plans.get(dialect);
    if (plans === undefined) {
      plans = { others: new Map() };
      this.#plans.set(dialect, plans);
    }
    return plans;
  }
}

let nextId = 1;
let roots = new WeakMap<AnyModel, Shape>();
let shapes = 0;

/** The shape of all rows of a model. */
export function rootShape(model: AnyModel): Shape {
  let root = roots.get(model);
  if (root === undefined) {
    root = new Shape();
    roots.set(model, root);
  }
  return root;
}

export interface ShapeStatistics {
  /** Shapes that are known now, and how many there may be. */
  readonly shapes: number;
  readonly maxShapes: number;
  /** Queries whose rows were planned already, and those that had to be. */
  readonly hits: number;
  readonly misses: number;
}

let hits = 0;
let misses = 0;

/** Counts a query for its rows, and tells who listens. */
export function countPlan(isKnown: boolean): void {
  if (isKnown) hits++;
  else misses++;
  if (!queryPlanChannel.hasSubscribers) return;
  queryPlanChannel.publish({ context: currentContext(), isKnown, hits, misses });
}

/**
 * How often a QuerySet found its statement and its hydrator compiled. Many misses in a process that
 * runs for long mean that shapes are made of user input.
 */
export function shapeStatistics(): ShapeStatistics {
  return { shapes, maxShapes: MAX_SHAPES, hits, misses };
}

function countShape(): void {
  shapes++;
  if (shapes < MAX_SHAPES) return;
  shapes = 0;
  roots = new WeakMap();
}
