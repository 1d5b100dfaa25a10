import { checkOptions, option } from '../../core/index.ts';
import { ormError } from '../errors.ts';

/** What every constraint may say about itself to users. */
export interface Violation {
  /** What `fullClean()` says when it is broken. */
  readonly violationMessage?: string;
  /** Code of that issue; default as in Django: `unique`, `unique_together`, or none. */
  readonly violationCode?: string;
}

export interface UniqueConstraintOptions extends Violation {
  /** Fields whose values no two rows share together. */
  readonly fields: readonly string[];
  /** Default `<table>_<columns>_unique`. `{table}` in it stands for the table's name. */
  readonly name?: string;
  /** Only rows for which this holds are compared: conditions as of `filter()`, or a `Q`. */
  readonly condition?: object;
  /** Whether rows with an empty field never collide. Default true. PostgreSQL 15 and newer. */
  readonly nullsDistinct?: boolean;
  /** Checked after each statement, or not before the end of the transaction. PostgreSQL. */
  readonly deferrable?: 'immediate' | 'deferred';
  /** Fields that the index carries for queries that read nothing else. PostgreSQL. */
  readonly include?: readonly string[];
}

export interface CheckConstraintOptions extends Violation {
  /** What holds for every row: conditions as of `filter()`, or a `Q`, of the row's own fields. */
  readonly check: object;
  readonly name: string;
}

export interface IndexOptions {
  /** Fields in the order of the index, `-` in front for descending. */
  readonly fields: readonly string[];
  /** Default `<table>_<columns>_index`. `{table}` in it stands for the table's name. */
  readonly name?: string;
  /** Only rows for which this holds are in the index: conditions as of `filter()`, or a `Q`. */
  readonly condition?: object;
  /** Fields that the index carries for queries that read nothing else. PostgreSQL. */
  readonly include?: readonly string[];
  /** The kind of index, where the database has several: `gin`. PostgreSQL. */
  readonly using?: string;
}

export class UniqueConstraint {
  readonly kind = 'unique';
  readonly options: UniqueConstraintOptions;

  constructor(options: UniqueConstraintOptions) {
    this.options = options;
  }
}

export class CheckConstraint {
  readonly kind = 'check';
  readonly options: CheckConstraintOptions;

  constructor(options: CheckConstraintOptions) {
    this.options = options;
  }
}

export class Index {
  readonly kind = 'index';
  readonly options: IndexOptions;

  constructor(options: IndexOptions) {
    this.options = options;
  }
}

const VIOLATION = { violationMessage: option.string, violationCode: option.string };
const NAMES = option.arrayOf(option.string);

/** For the option `constraints` of `model()`: no two rows share the values of these fields. */
export function uniqueConstraint(options: UniqueConstraintOptions): UniqueConstraint {
  checkOptions('uniqueConstraint()', options, {
    ...VIOLATION,
    fields: NAMES,
    name: option.string,
    condition: option.object,
    nullsDistinct: option.boolean,
    deferrable: option.oneOf('immediate', 'deferred'),
    include: NAMES,
  });
  const { deferrable, condition, include, nullsDistinct = true } = options;
  if (
    deferrable !== undefined &&
    (condition !== undefined || include !== undefined || !nullsDistinct)
  ) {
    throw ormError('orm.model.invalid', 'uniqueConstraint(): only a plain one can be deferrable.', {
      hint: 'Leave out condition, include and nullsDistinct, or deferrable.',
    });
  }
  return new UniqueConstraint(options);
}

/** For the option `constraints` of `model()`: what holds for every row. */
export function checkConstraint(options: CheckConstraintOptions): CheckConstraint {
  checkOptions('checkConstraint()', options, {
    ...VIOLATION,
    check: option.object,
    name: option.string,
  });
  return new CheckConstraint(options);
}

/** For the option `indexes` of `model()`: an index over several fields, or over some of the rows. */
export function index(options: IndexOptions): Index {
  checkOptions('index()', options, {
    fields: NAMES,
    name: option.string,
    condition: option.object,
    include: NAMES,
    using: option.string,
  });
  return new Index(options);
}
