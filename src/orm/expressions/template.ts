/** SQL text around arguments: `parts[0] args[order[0]] parts[1] …`. */
export interface TemplateParts {
  readonly parts: readonly string[];
  readonly order: readonly number[];
}

/**
 * Takes a template such as `{left} <> {right}` apart.
 *
 * @param argumentsOf - the positions of the arguments that a name stands for; undefined leaves the
 * braces as they are.
 */
export function templateParts(
  template: string,
  argumentsOf: (name: string) => readonly number[] | undefined,
): TemplateParts {
  const parts: string[] = [];
  const order: number[] = [];
  let text = '';
  const pieces = template.split(/\{(\w+)\}/);
  for (const [index, piece] of pieces.entries()) {
    const named = index % 2 === 1 ? argumentsOf(piece) : undefined;
    if (named === undefined) {
      text += index % 2 === 1 ? `{${piece}}` : piece;
      continue;
    }
    for (const [place, position] of named.entries()) {
      parts.push(place === 0 ? text : ', ');
      order.push(position);
    }
    text = named.length === 0 ? text : '';
  }
  return { parts: [...parts, text], order };
}
