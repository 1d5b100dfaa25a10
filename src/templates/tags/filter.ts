import type { FunctionWriter } from '../compiler/function-writer.ts';
import type { Binding } from '../compiler/scope.ts';
import type { Expression, FilterCall } from '../expression.ts';
import type { TemplateNode } from '../node.ts';
import type { Parser, Tag } from '../parser.ts';

/** `{% filter force_escape|lower %} … {% endfilter %}` */
export function parseFilterTag(parser: Parser, tag: Tag): TemplateNode {
  const rest = tag.contents.slice(tag.name.length).trimStart();
  const restAt = tag.words[0]!.at + tag.contents.length - rest.length;
  if (rest === '') throw parser.invalid(tag.at, 'filter takes at least one filter.');
  const expression = parser.expression({ text: `var|${rest}`, at: restAt - 'var|'.length });
  checkFilters(parser, expression);
  const body = parser.body('endfilter');
  return {
    at: tag.at,
    children: [body],
    write(code) {
      code.braces('', () => {
        const output = code.capture(() => code.nodes(body));
        const text = code.temporary(`$safe(${output})`);
        code.mark(tag.at);
        writeFiltered(code, expression, text);
      });
    },
  };
}

function checkFilters(parser: Parser, { filters }: Expression): void {
  for (const { filter, at } of filters) {
    if (filter.name !== 'escape' && filter.name !== 'safe') continue;
    throw parser.invalid(
      at,
      `"filter ${filter.name}" is not permitted.`,
      'Use the autoescape tag instead.',
    );
  }
}

/** The result is printed as it is, so what a variable adds through an argument is escaped here. */
function writeFiltered(code: FunctionWriter, expression: Expression, text: string): void {
  const bindings: [string, Binding][] = [['var', { kind: 'local', code: text, isSettled: true }]];
  const filters = expression.filters.map((call, index): FilterCall => {
    const { argument, filter } = call;
    if (argument?.kind !== 'variable' || !code.autoescape || filter.name === 'cut') return call;
    const value = code.variable(argument);
    code.line(`if (typeof ${value} === 'string') ${value} = $safe($escape(${value}));`);
    const name = `argument ${index}`;
    bindings.push([name, { kind: 'local', code: value, isSettled: true }]);
    return { ...call, argument: { ...argument, path: [name] } };
  });
  code.scoped([], bindings, () => {
    const filtered = code.value({ ...expression, filters }, 'text');
    code.raw(`$textOf(${filtered}, $r.run.timeZone)`);
  });
}
