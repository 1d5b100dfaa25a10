const CHUNKS = /[\t\n\v\f\r ]+|[^\t\n\v\f\r ]+/g;
const TAB_WIDTH = 8;

/** Python counts these as line ends. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: separators that splitlines() knows.
const LINE_END = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/;

/** Breaks lines at white space so that none is longer than `width`, unless a word is. */
export function wrapText(text: string, width: number): string {
  const lines = text.split(LINE_END);
  const endsWithLineEnd = lines.at(-1) === '';
  if (endsWithLineEnd) lines.pop();
  const wrapped = lines.flatMap((line) => {
    const parts = wrapLine(line, width);
    return parts.length === 0 ? [line] : parts;
  });
  if (text.endsWith('\n')) wrapped.push('');
  return wrapped.join('\n');
}

function wrapLine(line: string, width: number): string[] {
  const chunks = expandTabs(line).match(CHUNKS) ?? [];
  const lines: string[] = [];
  let current: string[] = [];
  let length = 0;
  const finish = () => {
    if (current.at(-1)?.trim() === '') current.pop();
    if (current.length > 0) lines.push(current.join(''));
    current = [];
    length = 0;
  };
  for (const chunk of chunks) {
    const isSpace = chunk.trim() === '';
    const size = Array.from(chunk).length;
    if (length > 0 && length + size > width) finish();
    if (isSpace && length === 0 && lines.length > 0) continue;
    current.push(chunk);
    length += size;
  }
  finish();
  return lines;
}

function expandTabs(line: string): string {
  if (!line.includes('\t')) return line;
  let expanded = '';
  let column = 0;
  for (const character of line) {
    const spaces = TAB_WIDTH - (column % TAB_WIDTH);
    expanded += character === '\t' ? ' '.repeat(spaces) : character;
    column += character === '\t' ? spaces : 1;
  }
  return expanded;
}
