import { declareErrors } from '../core/index.ts';

export const i18nError = declareErrors({
  'i18n.catalogue.unreadable': {
    summary: 'A catalogue of translations is no gettext file, or is larger than one may be.',
  },
  'i18n.plural.invalid': {
    summary: 'The Plural-Forms header of a catalogue is not an expression that gettext knows.',
  },
  'i18n.language.unknown': {
    summary: 'A language is named that is not known, or a code is not written as one.',
  },
  'i18n.settings.locale_path': { summary: 'A directory of `localePaths` does not exist.' },
  'i18n.settings.language': {
    summary: 'The default language of the settings is not among their languages.',
  },
  'i18n.context.missing': {
    summary: '`activateLanguage()` is called where no request, command or task runs.',
  },
  'i18n.message.placeholder': {
    summary: 'A text to interpolate names a value that was not given.',
  },
});
