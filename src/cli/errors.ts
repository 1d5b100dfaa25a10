import { declareErrors, isUptempoError } from '../core/index.ts';

export const cliError = declareErrors({
  'cli.command.unknown': { summary: 'There is no command of that name.' },
  'cli.command.invalid': {
    summary:
      'A file in the commands directory exports no `command`, or one that is not well formed.',
  },
  'cli.command.duplicate': { summary: 'Two commands have the same name.' },
  'cli.locale.missing': {
    summary: '`uptempo makemessages` is not told which languages to make catalogues for.',
  },
  'cli.option.unknown': { summary: 'A command was given an option it does not have.' },
  'cli.option.invalid': { summary: 'An option or argument has a value that does not fit it.' },
  'cli.option.missing': { summary: 'A command was not given an option that it requires.' },
  'cli.argument.missing': { summary: 'A command was not given an argument that it requires.' },
  'cli.argument.unexpected': { summary: 'A command was given more arguments than it takes.' },
  'cli.databases.missing': { summary: 'A command needs a database and the settings name none.' },
  'cli.profile.unreachable': {
    summary: 'The app that `uptempo profile` is to look at does not answer.',
  },
  'cli.profile.refused': { summary: 'The app refused to be profiled; the message says why.' },
  'cli.profile.missing': { summary: 'The script or command ended without a profile.' },
  'cli.request.ambiguous': { summary: 'Several requests of the history have ids that begin so.' },
  'cli.top.unreachable': {
    summary: 'The application that `uptempo top` is to look at does not answer.',
  },
  'cli.top.refused': {
    summary: 'What `uptempo top` was pointed at gives no figures; the message says why.',
  },
  'cli.watch.failed': { summary: 'The files of the project cannot be watched for changes.' },
});

/** Codes that mean the command line was wrong rather than the work: exit code 2. */
const USAGE_CODES = new Set([
  'cli.command.unknown',
  'cli.option.unknown',
  'cli.option.invalid',
  'cli.option.missing',
  'cli.argument.missing',
  'cli.argument.unexpected',
]);

export function isUsageError(error: unknown): boolean {
  return isUptempoError(error) && USAGE_CODES.has(error.code);
}
