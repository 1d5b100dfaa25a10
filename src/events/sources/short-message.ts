/** Characters kept of a line. */
const MAX_LENGTH = 2_000;

export function shortMessage(text: string): string {
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
}
