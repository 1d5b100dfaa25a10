import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

const HEADER = String.raw`msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
`;

/** A `locale` directory that is removed when the test is over. */
export interface LocaleFolder {
  readonly path: string;
  /** Writes `<path>/<name>/LC_MESSAGES/django.po`; returns the file. */
  write(name: string, entries: string, plural?: string): string;
}

export function localeFolder(): LocaleFolder {
  const path = mkdtempSync(join(tmpdir(), 'uptempo-locale-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return {
    path,
    write(name, entries, plural) {
      const folder = join(path, name, 'LC_MESSAGES');
      mkdirSync(folder, { recursive: true });
      const file = join(folder, 'django.po');
      const header = plural === undefined ? '' : `"Plural-Forms: ${plural}\\n"\n`;
      writeFileSync(file, `${HEADER}${header}\n${entries}`);
      return file;
    },
  };
}

/** `msgid`/`msgstr` pairs as the text of a catalogue. */
export function messages(pairs: Readonly<Record<string, string>>): string {
  return Object.entries(pairs)
    .map(([id, text]) => `msgid ${JSON.stringify(id)}\nmsgstr ${JSON.stringify(text)}\n`)
    .join('\n');
}
