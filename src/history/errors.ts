import { declareErrors } from '../core/index.ts';

export const historyError = declareErrors({
  'history.query.invalid': {
    summary: 'A search of the history has a filter that is not known or a value that does not fit.',
    status: 400,
  },
  'history.request.unknown': {
    summary: 'The history holds no request with that id: it was not kept, or made room for others.',
    status: 404,
  },
  'history.file.missing': { summary: 'There is no history file where one was to be read.' },
  'history.file.foreign': {
    summary: 'The file named for the history is a database that is not a history.',
  },
  'history.file.version': {
    summary: 'The history file was written by another version of the framework.',
  },
  'history.file.corrupt': { summary: 'The history file is damaged.' },
  'history.write.failed': {
    summary: 'The history could not be written: a full disk, a lock, or missing permissions.',
  },
  'history.import.invalid': {
    summary: 'A line of an imported file is not a request as `uptempo history export` writes it.',
  },
});

export type HistoryErrorCode = Parameters<typeof historyError>[0];
