/**
 * Templates as nobody has compiled them before. V8 keeps what it has compiled by its text, so that
 * the same text again costs next to nothing, and a site has its templates but once.
 *
 * @param number - of the edition; 0 are the templates as they are.
 */
export function edition<Name extends string>(
  templates: Readonly<Record<Name, string>>,
  number: number,
): Record<Name, string> {
  const texts = Object.entries<string>(templates).map(([name, text]) => [
    name,
    number === 0 ? text : text.replaceAll(ENDS, `<!--${number}-->$&`),
  ]);
  return Object.fromEntries(texts) as Record<Name, string>;
}

/** A page without what its edition has put in. */
export function withoutEdition(page: string): string {
  return page.replaceAll(/<!--\d+-->/g, '');
}

/** Every function that a template becomes has one of these in its text. */
const ENDS = /<\/(?:li|nav|footer|ul|table)>|\{% endblock %\}/g;
