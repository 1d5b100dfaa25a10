/**
 * A text from outside on one line of a terminal or a log: what could move the cursor, set a title,
 * turn the direction of text or begin a line becomes `?`, line breaks and tabs a space.
 */
export function plainLine(text: string): string {
  return text.replace(/[\t-\r\u0085\u2028\u2029]+/g, ' ').replace(/[\p{Cc}\p{Cf}]/gu, '?');
}

/** As `plainLine`, of a text that has lines. */
export function plainLines(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(/[^\P{Cc}\n\t]|[\p{Cf}\u2028\u2029]/gu, '?');
}

/** JSON of the same value, in which what `plainLine` leaves out stands as `\u001b`. */
export function plainJson(value: unknown, indent?: number): string {
  // Outside of texts JSON has none of them but line breaks, which are not looked for.
  return JSON.stringify(value, undefined, indent).replace(
    /[\u007f-\u009f\u2028\u2029]|\p{Cf}/gu,
    (character) => character.split('').map(escapeUnit).join(''),
  );
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
