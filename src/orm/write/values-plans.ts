import { BoundedMap } from '../../core/index.ts';
import type { AnyModel } from '../schema/any-model.ts';
import { namesGiven, planValues, type ValuesPlan } from './column-values.ts';

/** Combinations of names come from code, or from requests that leave some fields out. */
const MAX_PLANS = 200;

const plans = new WeakMap<AnyModel, BoundedMap<string, ValuesPlan>>();

/**
 * How an object's values become those of columns; kept by the names it has.
 *
 * @param last - the plan of the object before, which is mostly this one's too: comparing names is
 * faster than joining and hashing them.
 * @throws orm.field.unknown, orm.value.missing
 */
export function valuesPlan(model: AnyModel, values: object, last?: ValuesPlan): ValuesPlan {
  const names = namesGiven(values);
  if (last !== undefined && areSame(last.names, names)) return last;
  const ofModel = plansOf(model);
  const key = names.join();
  let plan = ofModel.get(key);
  if (plan === undefined) {
    plan = planValues(model, names);
    ofModel.set(key, plan);
  }
  return plan;
}

/** Whether two lists hold the same things in the same order. */
export function areSame<T>(one: readonly T[], other: readonly T[]): boolean {
  if (one.length !== other.length) return false;
  for (let index = 0; index < one.length; index++) {
    if (one[index] !== other[index]) return false;
  }
  return true;
}

function plansOf(model: AnyModel): BoundedMap<string, ValuesPlan> {
  let ofModel = plans.get(model);
  if (ofModel === undefined) {
    ofModel = new BoundedMap(MAX_PLANS);
    plans.set(model, ofModel);
  }
  return ofModel;
}
