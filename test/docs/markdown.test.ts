import { expect, test } from 'vitest';
import { parsePage } from './markdown.ts';

const PAGE = `# Films & more

See [the queries](orm/queries.md#slicing), not \`[this](nowhere.md)\`, and
[Node](https://nodejs.org). ![A page](page.png "The page")

\`\`\`ts run file=models.ts
// # not a heading [nor](a-link.md)
const title = 'Jaws';
\`\`\`

## \`Movie.objects\`: what is in it?

\`\`\`\`md
\`\`\`ts
inner
\`\`\`
\`\`\`\`
`;

test('blocks have their language, flags, code and line', () => {
  expect(parsePage(PAGE).blocks).toEqual([
    {
      language: 'ts',
      flags: ['run', 'file=models.ts'],
      code: "// # not a heading [nor](a-link.md)\nconst title = 'Jaws';",
      line: 7,
    },
    { language: 'md', flags: [], code: '```ts\ninner\n```', line: 14 },
  ]);
});

test('links to files are found, not those to sites and in code', () => {
  expect(parsePage(PAGE).links).toEqual([
    { target: 'orm/queries.md#slicing', line: 3 },
    { target: 'page.png', line: 4 },
  ]);
});

test('headings become anchors', () => {
  expect(parsePage(PAGE).anchors).toEqual(['films--more', 'movieobjects-what-is-in-it']);
});
