import type { ErrorDeclaration } from '../../src/core/index.ts';

/** One row of the page. */
export interface ErrorEntry {
  readonly code: string;
  readonly status: number;
  /** When it is raised: the summary of its declaration. */
  readonly cause: string;
  /** What to do about it: written on the page itself. */
  readonly remedy: string;
}

const INTRODUCTION = `# Errors

Every error of Uptempo is an \`UptempoError\` with a \`code\` that stays the same from version to
version, a \`message\` that says what happened, and mostly a \`hint\` that says what to do. Test for
the code, never for the message:

\`\`\`ts run
import { isUptempoError } from 'uptempo';
import { Movie } from './models.ts';

try {
  // @ts-expect-error the compiler says it too
  Movie.objects.filter({ titel: 'Jaws' });
} catch (error) {
  if (!isUptempoError(error, 'orm.field.unknown')) throw error;
  console.log(error.message);
  console.log(error.hint);
}
\`\`\`

\`\`\`text output
Movie has no field or relation "titel".
Did you mean "title"? Choices: director, directorId, id, pk, rating, title, votes.
\`\`\`

The status is that of the response when nobody catches the error during a request. Codes and causes
come from the sources (\`npm run errors-page\` brings them here); the remedies are written here.
`;

/** The page with these entries, a section for each folder. */
export function renderErrorsPage(entries: readonly ErrorEntry[]): string {
  const folders = Map.groupBy(
    entries.toSorted((a, b) => (a.code < b.code ? -1 : 1)),
    ({ code }) => code.split('.')[0]!,
  );
  const sections = [...folders].map(
    ([folder, rows]) => `
## ${folder}

| code | status | cause | remedy |
|---|---|---|---|
${rows.map(renderRow).join('\n')}
`,
  );
  return INTRODUCTION + sections.join('');
}

/** The entries of a page as it was rendered. */
export function parseErrorsPage(page: string): readonly ErrorEntry[] {
  return page
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => {
      const [, code, status, cause, remedy] = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
      return {
        code: code!.replaceAll('`', ''),
        status: Number(status),
        cause: cause!.replaceAll('\\|', '|'),
        remedy: remedy!.replaceAll('\\|', '|'),
      };
    });
}

/** The entries as the declarations say, with the remedies that the page has so far. */
export function mergeErrors(
  declared: ReadonlyMap<string, ErrorDeclaration>,
  written: readonly ErrorEntry[],
): readonly ErrorEntry[] {
  const remedies = new Map(written.map(({ code, remedy }) => [code, remedy]));
  return [...declared].map(([code, { summary, status = 500 }]) => ({
    code,
    status,
    cause: summary,
    remedy: remedies.get(code) ?? '',
  }));
}

function renderRow({ code, status, cause, remedy }: ErrorEntry): string {
  return `| \`${code}\` | ${status} | ${escapeCell(cause)} | ${escapeCell(remedy)} |`;
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|');
}
