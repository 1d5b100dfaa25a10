import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadDeclaredErrors } from './docs/declared-errors.ts';
import { mergeErrors, parseErrorsPage, renderErrorsPage } from './docs/errors-page.ts';
import { root } from './testing/root.ts';

/**
 * `npm run errors-page`: brings docs/reference/errors.md in line with the declared codes, keeping
 * the remedies. Names the codes that still need one.
 */
const file = join(root, 'docs/reference/errors.md');
const written = existsSync(file) ? parseErrorsPage(readFileSync(file, 'utf8')) : [];
const entries = mergeErrors(await loadDeclaredErrors(), written);
writeFileSync(file, renderErrorsPage(entries));

const unanswered = entries.filter(({ remedy }) => remedy === '');
if (unanswered.length > 0) {
  const codes = unanswered.map(({ code }) => `  ${code}`).join('\n');
  process.stderr.write(`Write a remedy in docs/reference/errors.md for:\n${codes}\n`);
  process.exitCode = 1;
}
