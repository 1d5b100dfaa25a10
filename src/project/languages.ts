import type { App, Mode } from '../http/index.ts';
import type { Project } from './project.ts';
import type { Settings } from './settings.ts';

export type LanguageSettings = NonNullable<Settings['i18n']>;

/**
 * Sets up the languages of a project; without the setting `i18n` nothing changes, and nothing of
 * it is loaded.
 *
 * @throws i18n.language.unknown, i18n.settings.language, i18n.settings.locale_path
 */
export async function configureLanguages({ settings }: Project, mode: Mode): Promise<void> {
  if (settings.i18n === undefined) return;
  const { configureTranslations } = await import('../i18n/index.ts');
  const { cookie: _cookie, ...options } = settings.i18n;
  configureTranslations({ ...options, isDevelopment: mode === 'development' });
}

/** Chooses a language for each request, where the project has languages. */
export async function addLanguages(app: App, { settings }: Project): Promise<void> {
  if (settings.i18n === undefined) return;
  const { languages } = await import('../http/index.ts');
  const { cookie } = settings.i18n;
  await app.register(languages, cookie === undefined ? {} : { cookie });
}
