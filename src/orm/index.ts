export {
  Decimal,
  type DecimalInput,
  Duration,
  type DurationInput,
  type DurationUnits,
} from '../core/index.ts';
export { atomic, connect, database, disconnect, onCommit } from '../db/index.ts';
export {
  Aggregate,
  type AggregateOptions,
  Avg,
  Count,
  type CountOptions,
  Max,
  Min,
  type SpreadOptions,
  StdDev,
  Sum,
  Variance,
} from './expressions/aggregates.ts';
export { Combinable, type NullsOptions, Ordering } from './expressions/combinable.ts';
export { Case, type CaseOptions, When } from './expressions/conditional.ts';
export { Expression } from './expressions/expression.ts';
export * from './expressions/functions/index.ts';
export * from './expressions/further-aggregates.ts';
export { Q, QNode, type QPart } from './expressions/q.ts';
export { F, OuterRef } from './expressions/references.ts';
export { Exists, Subquery } from './expressions/subquery.ts';
export { Value } from './expressions/value.ts';
export {
  CumeDist,
  DenseRank,
  FirstValue,
  type FrameOptions,
  Lag,
  LastValue,
  Lead,
  NTile,
  NthValue,
  PercentRank,
  Rank,
  RowNumber,
  RowRange,
  ValueRange,
  Window,
  type WindowOptions,
} from './expressions/window.ts';
export type { DeleteResult, RefreshOptions, SaveOptions } from './hydrate/row-operations.ts';
export type { CheckedConditions, Condition, Conditions } from './query/condition-types.ts';
export {
  type CustomLookup,
  type CustomTransform,
  type FieldKind,
  registerLookup,
  registerTransform,
  type TemplateSql,
} from './query/custom-lookups.ts';
export { setFetchMode, withFetchMode } from './query/fetch-mode.ts';
export type { CustomLookups, CustomTransforms } from './query/lookup-types.ts';
export { Prefetch } from './query/prefetch-request.ts';
export type { QuerySetOf as QuerySet } from './query/query-method-types.ts';
export type { QueryLike } from './query/query-set.ts';
export type { FetchMode } from './query/query-state.ts';
export type { Row, Unloaded } from './query/row-types.ts';
export { type ShapeStatistics, shapeStatistics } from './query/shape.ts';
export type {
  CreateValues,
  DefaultValues,
  RelatedCreateValues,
  UpdateValues,
} from './query/value-types.ts';
export { ManyToManySet, type ThroughOptions } from './relations/many-to-many-set.ts';
export { RelatedSet, type SetOptions } from './relations/related-set.ts';
export { type AbstractModel, abstractModel } from './schema/abstract-model.ts';
export { AnyModel, type ModelOptions } from './schema/any-model.ts';
export {
  type CheckConstraintOptions,
  checkConstraint,
  type IndexOptions,
  index,
  type UniqueConstraintOptions,
  uniqueConstraint,
} from './schema/constraints.ts';
export { createTables, tableDefinitions } from './schema/create-tables.ts';
export { Field, type FieldOptions } from './schema/field.ts';
export {
  type AutoOptions,
  array,
  auto,
  bigAuto,
  bigInteger,
  binary,
  boolean,
  char,
  date,
  datetime,
  decimal,
  defineField,
  duration,
  email,
  type FieldDefinition,
  type FieldFactory,
  float,
  type GeneratedOptions,
  generated,
  integer,
  ipAddress,
  type Json,
  json,
  positiveBigInteger,
  positiveInteger,
  positiveSmallInteger,
  slug,
  smallAuto,
  smallInteger,
  text,
  time,
  url,
  uuid,
  uuid4,
  uuid7,
} from './schema/fields.ts';
export type { MethodOptions } from './schema/methods.ts';
export { type Model, model } from './schema/model.ts';
export { registeredModels, unregisterModels } from './schema/registry.ts';
export {
  type ForeignKeyOptions,
  foreignKey,
  hasMany,
  hasOne,
  type ManyToManyOptions,
  manyToMany,
  manyToManyOf,
  type OnDelete,
  type OneToOneOptions,
  oneToOne,
  type SetOnDelete,
  setTo,
} from './schema/relation.ts';
export { namesOfTable, type TableNames } from './schema/table-names.ts';
export {
  type DeleteSignal,
  type ManyToManyAction,
  type ManyToManySignal,
  type ModelSignals,
  type SaveSignal,
  signals,
} from './signals/model-signals.ts';
export type { ConnectOptions, Receiver, Signal } from './signals/signal.ts';
export { setTimeZone, timeZone } from './time-zone.ts';
export type { CleanOptions } from './validation/full-clean.ts';
export * from './validation/text-validators.ts';
export {
  NON_FIELD_ERRORS,
  type ValidationErrorOptions,
  type ValidationIssue,
  type ValidationIssues,
  type Validator,
  validationError,
} from './validation/validation-error.ts';
export * from './validation/validators.ts';
export type { BulkUpdateOptions } from './write/bulk-update.ts';
export type { BulkCreateOptions } from './write/conflicts.ts';
export type { GetOrCreateOptions, UpdateOrCreateOptions } from './write/get-or-create.ts';
