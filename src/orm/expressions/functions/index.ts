export { Cast, Coalesce, Collate, Greatest, Least, NullIf } from './comparison.ts';
export * from './dates.ts';
export { Func, type FuncOptions } from './func.ts';
export * from './json.ts';
export * from './math.ts';
export * from './text.ts';
