import { signalChannel } from '../../events/index.ts';
import type { AnyModel } from '../schema/any-model.ts';
import { observedCall } from './observed-call.ts';
import { Signal } from './signal.ts';

/** A row that is going to be written, or has been. */
export interface SaveSignal<Row> {
  readonly model: AnyModel;
  /** Receivers of `preSave` may change it; what they set is written. */
  readonly row: Row;
  /** Whether the row is inserted rather than updated. */
  readonly created: boolean;
  /** The fields that `save({ fields })` named; undefined: all. */
  readonly fields: readonly string[] | undefined;
  /** Alias of the database. */
  readonly using: string;
}

/** A row that is going to be deleted, or has been; also one that goes with another. */
export interface DeleteSignal<Row> {
  readonly model: AnyModel;
  readonly row: Row;
  readonly using: string;
}

export type ManyToManyAction =
  | 'preAdd'
  | 'postAdd'
  | 'preRemove'
  | 'postRemove'
  | 'preClear'
  | 'postClear';

/** A change of which rows a many-to-many relation has. It is sent by the model that declares it. */
export interface ManyToManySignal {
  readonly model: AnyModel;
  /** Name of the relation on `model`. */
  readonly relation: string;
  readonly action: ManyToManyAction;
  /** The row whose relation was changed: of `model`, or of the other one when `isReverse`. */
  readonly row: unknown;
  /** Whether it was changed from the other end. */
  readonly isReverse: boolean;
  /** Keys of the rows that are added or removed; undefined when all are cleared. */
  readonly keys: readonly unknown[] | undefined;
  readonly using: string;
}

/**
 * What happens to the rows of a model. As in Django, statements that change many rows at once send
 * none: `update()`, `bulkCreate()` and `bulkUpdate()`. A `delete()` sends one for each row.
 */
export interface ModelSignals<Row = unknown> {
  readonly preSave: Signal<SaveSignal<Row>>;
  readonly postSave: Signal<SaveSignal<Row>>;
  readonly preDelete: Signal<DeleteSignal<Row>>;
  readonly postDelete: Signal<DeleteSignal<Row>>;
  readonly m2mChanged: Signal<ManyToManySignal>;
}

export type SignalName = keyof ModelSignals;

/** The signals of all models; `model` in what they tell says whose row it is. */
export const signals: ModelSignals = makeSignals();

const ofModels = new WeakMap<AnyModel, ModelSignals>();

/** The signals of one model; made when they are first asked for. */
export function signalsOf(model: AnyModel): ModelSignals {
  let made = ofModels.get(model);
  if (made === undefined) {
    made = makeSignals();
    ofModels.set(model, made);
  }
  return made;
}

/** Whether anybody would hear it; two look-ups, so that a write without listeners costs no more. */
export function isHeard(model: AnyModel, name: SignalName): boolean {
  if (model.isAutomatic) return false;
  return signals[name].hasReceivers || (ofModels.get(model)?.[name].hasReceivers ?? false);
}

/** Tells the receivers of the model, then those of all models. */
export async function send<Name extends SignalName>(
  model: AnyModel,
  name: Name,
  payload: ModelSignals[Name] extends Signal<infer Payload> ? Payload : never,
): Promise<void> {
  const call = signalChannel.hasSubscribers
    ? observedCall<typeof payload>(name, model.name)
    : undefined;
  // The compiler does not see that the two signals of one name take the same.
  for (const heard of [ofModels.get(model)?.[name], signals[name]] as unknown[]) {
    await (heard as Signal<typeof payload> | undefined)?.send(payload, call);
  }
}

function makeSignals(): ModelSignals {
  return {
    preSave: new Signal(),
    postSave: new Signal(),
    preDelete: new Signal(),
    postDelete: new Signal(),
    m2mChanged: new Signal(),
  };
}
