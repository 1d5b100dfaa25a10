import { ormError } from '../errors.ts';
import type { AnyModel } from './any-model.ts';

/** The models declared in this process, by name, in the order of their declaration. */
const models = new Map<string, AnyModel>();

let version = 0;

/** Changes whenever a model is declared or taken back: for what is worked out from all of them. */
export function registryVersion(): number {
  return version;
}

/** @throws orm.model.invalid for a name that is no identifier, orm.model.duplicate */
export function registerModel(model: AnyModel): void {
  if (!/^[A-Za-z][A-Za-z0-9]*(_[A-Za-z0-9]+)*$/.test(model.name)) {
    throw ormError('orm.model.invalid', `"${model.name}" cannot be the name of a model.`, {
      hint: 'Write a name like Movie: letters and digits, single underscores between them.',
    });
  }
  if (models.has(model.name)) {
    throw ormError('orm.model.duplicate', `There is already a model named ${model.name}.`, {
      hint: 'Names identify models in errors, traces and commands; give one of them another name.',
    });
  }
  models.set(model.name, model);
  version += 1;
}

/** Every declared model, in the order of declaration. */
export function registeredModels(): readonly AnyModel[] {
  return [...models.values()];
}

export function modelNamed(name: string): AnyModel | undefined {
  return models.get(name);
}

/** Takes models back, for programs that declare models for a while, such as tests. */
export function unregisterModels(...gone: readonly AnyModel[]): void {
  for (const model of gone) {
    if (models.get(model.name) !== model) continue;
    models.delete(model.name);
    version += 1;
  }
}
