import { checkOptions, option } from '../../core/index.ts';
import type { FieldFlag } from './field.ts';

declare const FLAGS: unique symbol;

/** What happens to a row when the row its foreign key refers to is deleted. */
export type OnDelete =
  | 'cascade'
  | 'set null'
  | 'set default'
  /** As `setTo()` says. */
  | 'set'
  /** The delete is refused unless the row goes with it over another relation. */
  | 'restrict'
  /** The delete is refused, whatever else goes. */
  | 'protect'
  /** The database decides, which refuses it unless somebody else sees to the key. */
  | 'do nothing';

/** What a foreign key is declared with. */
export type OnDeleteOption = Exclude<OnDelete, 'set'> | SetOnDelete;

/** `onDelete: setTo(value)`: the key is set to this. */
export class SetOnDelete {
  readonly value: () => unknown;

  constructor(value: () => unknown) {
    this.value = value;
  }
}

/**
 * For `onDelete`: sets the key to a row or key, or to what a function returns at the time. The
 * function may be asynchronous.
 *
 * ```ts
 * get keeper() {
 *   return foreignKey(() => Keeper, { onDelete: setTo(() => Keeper.objects.get({ name: 'nobody' })) });
 * },
 * ```
 */
export function setTo(value: unknown): SetOnDelete {
  return new SetOnDelete(typeof value === 'function' ? (value as () => unknown) : () => value);
}

export interface ForeignKeyOptions {
  readonly onDelete: OnDeleteOption;
  /** May the key be empty? Default false. */
  readonly null?: boolean;
  /** An index on the key; default true, since joins and deletes look the key up. */
  readonly index?: boolean;
  /** No two rows refer to the same row. Default false. */
  readonly unique?: boolean;
  /** Row or key, or function that makes it, for rows created without one. */
  readonly default?: unknown;
  /** Name of the key's column; default the relation's name in snake_case with `_id`. */
  readonly column?: string;
}

/** A relation to one row of another model; its key is the column `<name>Id` of this one. */
export class ForeignKey<Target, Flags extends FieldFlag = FieldFlag> {
  declare readonly [FLAGS]: Flags;
  readonly kind = 'foreignKey';
  readonly target: () => Target;
  readonly options: ForeignKeyOptions;

  constructor(target: () => Target, options: ForeignKeyOptions) {
    this.target = target;
    this.options = options;
  }
}

/** The rows of another model whose foreign key refers to this one. */
export class HasMany<Target> {
  readonly kind = 'hasMany';
  readonly target: () => Target;
  /** Name of the foreign key on the target. */
  readonly via: string;

  constructor(target: () => Target, via: string) {
    this.target = target;
    this.via = via;
  }
}

/** The one row of another model, if any, whose foreign key refers to this one. */
export class HasOne<Target> {
  readonly kind = 'hasOne';
  readonly target: () => Target;
  /** Name of the foreign key on the target, which is unique. */
  readonly via: string;

  constructor(target: () => Target, via: string) {
    this.target = target;
    this.via = via;
  }
}

export interface ManyToManyOptions {
  /** The model of the pairs, where they say more than that the two belong together. */
  readonly through?: () => unknown;
  /** Its foreign keys to this model and to the other, where it has several. */
  readonly throughFields?: readonly [string, string];
  /** For relations of a model to itself: who is my friend has me as a friend. Default false. */
  readonly isSymmetrical?: boolean;
}

/** Any number of rows of another model, kept in a table of pairs. */
export class ManyToMany<Target> {
  readonly kind = 'manyToMany';
  readonly target: () => Target;
  readonly options: ManyToManyOptions;
  /** Name of the relation at the other end that declares the pairs; undefined: this one does. */
  readonly via: string | undefined;

  constructor(target: () => Target, options: ManyToManyOptions, via?: string) {
    this.target = target;
    this.options = options;
    this.via = via;
  }
}

/**
 * Refers to one row of `target`. Write it as a getter, so that models can refer to each other:
 *
 * ```ts
 * get director() { return foreignKey(() => Director, { onDelete: 'cascade' }); },
 * ```
 */
export function foreignKey<Target, const Options extends ForeignKeyOptions>(
  target: () => Target,
  options: Options,
): ForeignKey<Target, KeyFlags<Options>> {
  checkOptions('foreignKey()', options, FOREIGN_KEY_OPTIONS);
  return new ForeignKey(target, options);
}

type KeyFlags<Options> =
  | (Options extends { null: true } ? 'null' : never)
  | (Options extends { default: unknown } ? 'default' : never);

const { unique: UNIQUE, ...ONE_TO_ONE_OPTIONS } = {
  onDelete: option.either(
    option.oneOf('cascade', 'set null', 'set default', 'restrict', 'protect', 'do nothing'),
    {
      expected: 'setTo(…)',
      accepts: (value): value is SetOnDelete => value instanceof SetOnDelete,
    },
  ),
  null: option.boolean,
  index: option.boolean,
  unique: option.boolean,
  default: option.any,
  column: option.string,
};
const FOREIGN_KEY_OPTIONS = { ...ONE_TO_ONE_OPTIONS, unique: UNIQUE };

/**
 * Refers to one row of `target`, which no other row of this model refers to. At the other end,
 * `hasOne()` leads back.
 *
 * ```ts
 * get movie() { return oneToOne(() => Movie, { onDelete: 'cascade' }); },
 * ```
 */
export function oneToOne<Target, const Options extends OneToOneOptions>(
  target: () => Target,
  options: Options,
): ForeignKey<Target, KeyFlags<Options>> {
  checkOptions('oneToOne()', options, ONE_TO_ONE_OPTIONS);
  return new ForeignKey(target, { ...options, unique: true });
}

export type OneToOneOptions = Omit<ForeignKeyOptions, 'unique'>;

/**
 * The other end of a foreign key: the rows of `target` whose relation `via` is this row.
 *
 * ```ts
 * get movies() { return hasMany(() => Movie, 'director'); },
 * ```
 */
export function hasMany<Target, const Via extends NamesOf<Target>>(
  target: () => Target,
  via: Via,
): HasMany<Target> {
  return new HasMany(target, via);
}

/**
 * The other end of a `oneToOne()`: the row of `target` whose relation `via` is this row, or null.
 *
 * ```ts
 * get poster() { return hasOne(() => Poster, 'movie'); },
 * ```
 */
export function hasOne<Target, const Via extends NamesOf<Target>>(
  target: () => Target,
  via: Via,
): HasOne<Target> {
  return new HasOne(target, via);
}

/**
 * Any number of rows of `target`, and for each of them any number of rows of this model. The pairs
 * are in a table of their own, or in that of the model `through`:
 *
 * ```ts
 * get cast() { return manyToMany(() => Actor, { through: () => Role }); },
 * ```
 */
export function manyToMany<Target>(
  target: () => Target,
  options: ManyToManyOptions = {},
): ManyToMany<Target> {
  checkOptions('manyToMany()', options, {
    through: option.function,
    throughFields: option.arrayOf(option.string),
    isSymmetrical: option.boolean,
  });
  return new ManyToMany(target, options);
}

/**
 * The other end of a `manyToMany()`: the rows of `target` whose relation `via` has this row.
 *
 * ```ts
 * get movies() { return manyToManyOf(() => Movie, 'genres'); },
 * ```
 */
export function manyToManyOf<Target, const Via extends NamesOf<Target>>(
  target: () => Target,
  via: Via,
): ManyToMany<Target> {
  return new ManyToMany(target, {}, via);
}

/** Names only: asking for the types behind them would make relations between models circular. */
type NamesOf<Target> = Target extends { readonly shape: infer Shape }
  ? keyof Shape & string
  : never;
