import type { Library } from '../library.ts';
import { cacheLibrary } from './cache.ts';
import { humanizeLibrary } from './humanize.ts';
import { i18nLibrary } from './i18n/index.ts';
import { localizationLibrary } from './localization.ts';
import { staticLibrary } from './static.ts';
import { timeZoneLibrary } from './time-zones.ts';

/** The libraries that come with the engine, by the name `{% load %}` knows them by. */
export const builtinLibraries: ReadonlyMap<string, Library> = new Map([
  ['cache', cacheLibrary],
  ['humanize', humanizeLibrary],
  ['i18n', i18nLibrary],
  ['l10n', localizationLibrary],
  ['static', staticLibrary],
  ['tz', timeZoneLibrary],
]);
