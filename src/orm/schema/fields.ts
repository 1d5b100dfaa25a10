/** Every kind of field. */
export * from './fields/custom.ts';
export * from './fields/generated.ts';
export * from './fields/numbers.ts';
export * from './fields/temporal.ts';
export * from './fields/text.ts';
export * from './fields/uuids.ts';
export * from './fields/values.ts';
