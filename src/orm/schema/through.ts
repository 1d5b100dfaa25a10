import { AnyModel } from './any-model.ts';
import { registerModel } from './registry.ts';
import { foreignKey } from './relation.ts';

class AutomaticModel extends AnyModel {
  override readonly isAutomatic = true;
}

export interface Through {
  readonly through: AnyModel;
  /** Names of the two foreign keys: to the declaring model, and to the target. */
  readonly source: string;
  readonly destination: string;
}

const made = new WeakMap<AnyModel, Map<string, Through>>();

/**
 * The model of the table of pairs behind a many-to-many relation: `Movie_genres` with the foreign
 * keys `movie` and `genre` (`fromMovie` and `toMovie` when a model relates to itself).
 */
export function throughModel(owner: AnyModel, name: string, target: AnyModel): Through {
  let ofOwner = made.get(owner);
  if (ofOwner === undefined) {
    ofOwner = new Map();
    made.set(owner, ofOwner);
  }
  let through = ofOwner.get(name);
  if (through === undefined) {
    through = makeThrough(owner, name, target);
    ofOwner.set(name, through);
  }
  return through;
}

function makeThrough(owner: AnyModel, name: string, target: AnyModel): Through {
  const isSelf = owner === target;
  const source = isSelf ? `from${owner.name}` : lowerFirst(owner.name);
  const destination = isSelf ? `to${target.name}` : lowerFirst(target.name);
  const shape = {
    get [source]() {
      return foreignKey(() => owner, { onDelete: 'cascade' });
    },
    get [destination]() {
      return foreignKey(() => target, { onDelete: 'cascade' });
    },
  };
  const unique = [[source, destination]];
  const through = new AutomaticModel(`${owner.name}_${name}`, shape, { unique });
  registerModel(through);
  return { through, source, destination };
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
