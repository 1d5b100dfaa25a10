import { readFileSync } from 'node:fs';

/** Reads one of the tables beside this file, which `scripts/i18n/ask_django.py` writes. */
export function readData<T>(name: string): Readonly<Record<string, T>> {
  const text = readFileSync(new URL(`data/${name}.json`, import.meta.url), 'utf8');
  return JSON.parse(text);
}
