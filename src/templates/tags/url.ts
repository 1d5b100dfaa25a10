import { objectLiteral } from '../compiler/javascript.ts';
import type { Expression } from '../expression.ts';
import type { TemplateNode } from '../node.ts';
import type { Parser, Tag } from '../parser.ts';
import { splitArgument } from '../words.ts';
import { splitTarget, wordsAfterName } from './arguments.ts';

/** `{% url "movie-detail" movie.id as link %}` */
export function parseUrl(parser: Parser, tag: Tag): TemplateNode {
  const all = wordsAfterName(tag);
  const name = all.shift();
  if (name === undefined) {
    throw parser.invalid(tag.at, 'url takes at least one argument, the name of a route.');
  }
  const { words, target } = splitTarget(all);
  const route = parser.expression(name);
  const positional: Expression[] = [];
  const named = new Map<string, Expression>();
  for (const word of words) {
    const argument = splitArgument(word);
    if (argument === undefined) throw parser.invalid(word.at, 'Malformed argument of url.');
    const value = parser.expression(argument.value);
    if (argument.name === undefined) positional.push(value);
    else named.set(argument.name, value);
  }
  return {
    at: tag.at,
    isRepeatable: true,
    reference: { kind: 'route', target: route, positional, named, isQuiet: target !== undefined },
    ...(target === undefined ? {} : { assigns: [target] }),
    write(code) {
      code.braces('', () => {
        code.mark(tag.at);
        const values = positional.map((expression) => code.value(expression, 'text'));
        const pairs = Array.from(named, ([key, expression]) => {
          return [key, code.value(expression, 'text')] as const;
        });
        const routeName = code.value(route, 'text');
        code.mark(tag.at);
        const call = `$r, ${routeName}, [${values.join(', ')}], ${objectLiteral(pairs)}`;
        const url = code.temporary(`$resolveUrl(${call}, ${target !== undefined})`);
        if (target === undefined) code.raw(code.shown(url));
        else code.assign(target, url);
      });
    },
  };
}
