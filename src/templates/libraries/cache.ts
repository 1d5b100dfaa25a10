import type { FunctionWriter } from '../compiler/function-writer.ts';
import { literal } from '../compiler/javascript.ts';
import { libraryOf } from '../library.ts';
import type { NodeList, TemplateNode } from '../node.ts';
import type { Parser, Tag } from '../parser.ts';
import { wordsAfterName } from '../tags/arguments.ts';

/** Stands in place of the seconds for a fragment that is kept until what it shows changes. */
const UNTIL_CHANGED = 'until_changed';

/** `{% cache 500 sidebar user.id using="pages" %} … {% endcache %}` */
function parseCache(parser: Parser, tag: Tag): TemplateNode {
  const words = wordsAfterName(tag);
  const last = words.at(-1);
  const isNamed = words.length > 2 && last?.text.startsWith('using=') === true;
  const using = isNamed ? words.pop()!.text.slice('using='.length) : undefined;
  const [time, name, ...varying] = words;
  if (time === undefined || name === undefined) {
    throw parser.invalid(tag.at, 'cache takes at least two arguments, a time and a name.');
  }
  const timeout = time.text === UNTIL_CHANGED ? undefined : parser.expression(time);
  const varyOn = parser.expressions(varying);
  const cache =
    using === undefined
      ? undefined
      : parser.expression({ text: using, at: last!.at + 'using='.length });
  const body = parser.body('endcache');
  return {
    at: tag.at,
    children: [body],
    write(code) {
      code.braces('', () => {
        code.mark(tag.at);
        const parameters = [
          literal(name.text),
          timeout === undefined ? '$UNTIL_CHANGED' : code.value(timeout, 'text'),
          `[${varyOn.map((each) => code.value(each, 'text')).join(', ')}]`,
          cache === undefined ? 'undefined' : code.value(cache, 'text'),
          writeBody(code, body),
        ];
        code.handOn();
        code.mark(tag.at);
        code.rawSteps(`$fragment($r, ${parameters.join(', ')})`);
      });
    },
  };
}

/** Writes what is inside as a function of its own, for it may not have to run. */
function writeBody(code: FunctionWriter, nodes: NodeList): string {
  const body = code.buffered(() => {
    const output = code.capture(() => code.nodes(nodes));
    code.line(`return ${output};`);
  });
  const variable = code.unit.name('b');
  code.line(`const ${variable} = function* () {`);
  code.insert(body);
  code.line('};');
  return variable;
}

/** `{% load cache %}` */
export const cacheLibrary = libraryOf({ cache: parseCache });
