export { BoundedMap } from './bounded-map.ts';
export { canGenerateCode } from './code-generation.ts';
export { Decimal, type DecimalInput } from './decimal.ts';
export { Duration, type DurationInput, type DurationUnits } from './duration.ts';
export {
  declaredErrors,
  declareErrors,
  type ErrorDeclaration,
  type ErrorFactory,
  type ErrorOptions,
  isUptempoError,
  UptempoError,
} from './errors.ts';
export { escapeHtml } from './html.ts';
export { altersData, isAltersData, isLoadable, LOAD, type Loadable } from './loadable.ts';
export { andThen, type MaybePromise } from './maybe-promise.ts';
export { once } from './once.ts';
export { checkOptions, describeKind, describeWord, type OptionKind, option } from './options.ts';
export { plainJson, plainLine, plainLines } from './plain-text.ts';
export { parseShortDuration } from './short-duration.ts';
export { listChoices, nearest, suggest } from './suggestions.ts';
export { timeSpanMs } from './time-span.ts';
export { fromZone, toZone } from './time-zones.ts';
export {
  type EncodedValue,
  registerValueCodec,
  type ValueCodec,
  valueCodecNamed,
  valueCodecOf,
} from './value-codec.ts';
