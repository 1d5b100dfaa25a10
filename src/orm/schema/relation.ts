import { checkOptions, option } from '../../core/index.ts';
import type { FieldFlag } from './field.ts';

declare const FLAGS: unique symbol;

/** What happens to a row when the row its foreign key refers to is deleted. */
export type OnDelete = 'cascade' | 'set null' | 'restrict';

export interface ForeignKeyOptions {
  readonly onDelete: OnDelete;
  /** May the key be empty? Default false. */
  readonly null?: boolean;
  /** An index on the key; default true, since joins and deletes look the key up. */
  readonly index?: boolean;
  /** No two rows refer to the same row. Default false. */
  readonly unique?: boolean;
  /** Name of the key's column; default the relation's name in snake_case with `_id`. */
  readonly column?: string;
}

/** A relation to one row of another model; its key is the column `<name>Id` of this one. */
export class ForeignKey<Target, Flags extends FieldFlag = never> {
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

/** Any number of rows of another model, kept in a table of pairs. */
export class ManyToMany<Target> {
  readonly kind = 'manyToMany';
  readonly target: () => Target;

  constructor(target: () => Target) {
    this.target = target;
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
): ForeignKey<Target, Options extends { null: true } ? 'null' : never> {
  checkOptions('foreignKey()', options, {
    onDelete: option.oneOf('cascade', 'set null', 'restrict'),
    null: option.boolean,
    index: option.boolean,
    unique: option.boolean,
    column: option.string,
  });
  return new ForeignKey(target, options);
}

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

/** Any number of rows of `target`, and for each of them any number of rows of this model. */
export function manyToMany<Target>(target: () => Target): ManyToMany<Target> {
  return new ManyToMany(target);
}

/** Names only: asking for the types behind them would make relations between models circular. */
type NamesOf<Target> = Target extends { readonly shape: infer Shape }
  ? keyof Shape & string
  : never;
