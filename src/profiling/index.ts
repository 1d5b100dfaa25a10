export { FORMATS, type ProfileFormat } from './formats.ts';
export type { ProfilerPagesOptions } from './options.ts';
export { profilerPages } from './plugin.ts';
export type { DocumentOptions } from './profile-document.ts';
export type { KeptProfile } from './profile-taker.ts';
export { PROFILE_HEADER } from './routes.ts';
