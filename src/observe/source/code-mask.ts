/** Characters after which a `/` begins a regular expression rather than a division. */
const BEFORE_REGEX = /[([{,;=:!&|?+\-*%~^<>]$|^$|(?:^|[^\w$.])(?:return|typeof|case|await|yield)$/;

/**
 * JavaScript or TypeScript source of the same length in which comments, strings, templates and
 * regular expressions are spaces, so that brackets and names can be searched for without parsing.
 */
export function maskSource(source: string): string {
  let masked = '';
  let position = 0;
  while (position < source.length) {
    const end = endOfLiteral(source, position, masked);
    if (end === position) {
      masked += source[position];
      position++;
    } else {
      masked += blank(source.slice(position, end));
      position = end;
    }
  }
  return masked;
}

/** Line breaks stay, so that line numbers do. */
function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}

/** The end of the literal or comment that starts here; `start` itself when none does. */
function endOfLiteral(source: string, start: number, before: string): number {
  switch (source[start]) {
    case "'":
    case '"':
      return endOfString(source, start);
    case '`':
      return endOfTemplate(source, start);
    case '/':
      return endOfSlash(source, start, before);
    default:
      return start;
  }
}

function endOfSlash(source: string, start: number, before: string): number {
  if (source[start + 1] === '/') return endAfter(source, '\n', start) - 1;
  if (source[start + 1] === '*') return endAfter(source, '*/', start + 2);
  return BEFORE_REGEX.test(before.slice(-40).trimEnd()) ? endOfRegex(source, start) : start;
}

function endAfter(source: string, text: string, from: number): number {
  const found = source.indexOf(text, from);
  return found === -1 ? source.length + (text === '\n' ? 1 : 0) : found + text.length;
}

function endOfString(source: string, start: number): number {
  const quote = source[start];
  for (let position = start + 1; position < source.length; position++) {
    if (source[position] === '\\') position++;
    else if (source[position] === quote || source[position] === '\n') return position + 1;
  }
  return source.length;
}

function endOfTemplate(source: string, start: number): number {
  for (let position = start + 1; position < source.length; position++) {
    if (source[position] === '\\') position++;
    else if (source[position] === '`') return position + 1;
    else if (source.startsWith('${', position)) position = endOfSubstitution(source, position + 2);
  }
  return source.length;
}

/** Position of the brace that closes `${`. */
function endOfSubstitution(source: string, start: number): number {
  let depth = 1;
  for (let position = start; position < source.length; position++) {
    const character = source[position];
    if (character === '{') depth++;
    else if (character === '}' && --depth === 0) return position;
    else if (character === '`') position = endOfTemplate(source, position) - 1;
    else if (character === "'" || character === '"') position = endOfString(source, position) - 1;
  }
  return source.length;
}

function endOfRegex(source: string, start: number): number {
  let isInClass = false;
  for (let position = start + 1; position < source.length; position++) {
    const character = source[position];
    if (character === '\\') position++;
    else if (character === '\n') return start;
    else if (character === '[') isInClass = true;
    else if (character === ']') isInClass = false;
    else if (character === '/' && !isInClass) return position + 1;
  }
  return start;
}
