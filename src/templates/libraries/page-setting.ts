import { suggest } from '../../core/index.ts';
import type { FunctionWriter } from '../compiler/function-writer.ts';
import type { NodeList } from '../node.ts';
import type { Parser, Tag } from '../parser.ts';
import { wordsAfterName } from '../tags/arguments.ts';

/** Reads `on`, `off` or nothing, which is on. */
export function readSwitch(parser: Parser, tag: Tag): boolean {
  const words = wordsAfterName(tag);
  const mode = words[0]?.text ?? 'on';
  if (words.length > 1 || (mode !== 'on' && mode !== 'off')) {
    const problem = `${tag.name} takes "on" or "off".`;
    throw parser.invalid(tag.at, problem, suggest(mode, ['on', 'off']));
  }
  return mode === 'on';
}

/** Writes what is inside with another value of a setting of the page. */
export function writeSetting(
  code: FunctionWriter,
  setting: 'currentTimeZone' | 'isLocalTime' | 'isLocalized',
  value: string,
  body: NodeList,
): void {
  code.braces('', () => {
    const before = code.temporary(`$r.run.${setting}`);
    code.line(`$r.run.${setting} = ${value};`);
    code.nodes(body);
    code.line(`$r.run.${setting} = ${before};`);
  });
}
