import { type HistoryOptions, historySettings } from './options.ts';
import type { HistoryFile, HistoryReader } from './store/history-file.ts';

/**
 * Opens the file of a history on this thread, for commands: what it does keeps the event loop
 * waiting. It is created where it is missing.
 *
 * @throws core.option.unknown, core.option.invalid, history.file.foreign, history.write.failed
 */
export async function openHistoryFile(options: HistoryOptions): Promise<HistoryFile> {
  const { file, ...bounds } = historySettings(options);
  const store = await import('./store/history-file.ts');
  return new store.HistoryFile(file, bounds);
}

/**
 * Opens the file of a history for reading on this thread; other processes may write meanwhile.
 *
 * @throws history.file.missing, history.file.foreign, history.file.version, history.file.corrupt
 */
export async function readHistoryFile(path: string): Promise<HistoryReader> {
  const store = await import('./store/history-file.ts');
  return new store.HistoryReader(path);
}
