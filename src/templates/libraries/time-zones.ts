import { suggest } from '../../core/index.ts';
import type { FunctionWriter } from '../compiler/function-writer.ts';
import { isTimeZone } from '../dates/zone.ts';
import { ZonedDate } from '../dates/zoned-date.ts';
import { valueFilter } from '../filters/define.ts';
import { libraryOf } from '../library.ts';
import type { NodeList, TemplateNode } from '../node.ts';
import type { Parser, Tag } from '../parser.ts';
import { textOf } from '../runtime/text.ts';
import { wordsAfterName } from '../tags/arguments.ts';

/** `{% localtime off %} … {% endlocaltime %}`: dates in UTC instead of the zone of the page; `on` undoes it. */
function parseLocaltime(parser: Parser, tag: Tag): TemplateNode {
  const words = wordsAfterName(tag);
  const mode = words[0]?.text ?? 'on';
  if (words.length > 1 || (mode !== 'on' && mode !== 'off')) {
    throw parser.invalid(tag.at, 'localtime takes "on" or "off".', suggest(mode, ['on', 'off']));
  }
  const body = parser.parse('endlocaltime');
  parser.endTag();
  return {
    at: tag.at,
    children: [body],
    write(code) {
      writeWith(code, 'isLocalTime', String(mode === 'on'), body);
    },
  };
}

/** `{% timezone "Europe/Paris" %} … {% endtimezone %}`; None is the engine's zone. */
function parseTimezone(parser: Parser, tag: Tag): TemplateNode {
  const words = wordsAfterName(tag);
  if (words.length !== 1) throw parser.invalid(tag.at, 'timezone takes one argument, a time zone.');
  const zone = parser.expression(words[0]!);
  const body = parser.parse('endtimezone');
  parser.endTag();
  return {
    at: tag.at,
    children: [body],
    write(code) {
      code.braces('', () => {
        code.mark(tag.at);
        const name = code.temporary(`$zoneName($r, ${code.value(zone, 'text')})`);
        writeWith(code, 'currentTimeZone', name, body);
      });
    },
  };
}

/** Writes what is inside with another value of a property of the run. */
function writeWith(
  code: FunctionWriter,
  property: 'currentTimeZone' | 'isLocalTime',
  value: string,
  body: NodeList,
): void {
  code.braces('', () => {
    const before = code.temporary(`$r.run.${property}`);
    code.line(`$r.run.${property} = ${value};`);
    code.nodes(body);
    code.line(`$r.run.${property} = ${before};`);
  });
}

/** `{% get_current_timezone as zone %}` */
function parseCurrentTimezone(parser: Parser, tag: Tag): TemplateNode {
  const words = wordsAfterName(tag);
  if (words.length !== 2 || words[0]!.text !== 'as') {
    throw parser.invalid(tag.at, 'Write {% get_current_timezone as zone %}.');
  }
  const target = words[1]!.text;
  return {
    at: tag.at,
    assigns: [target],
    write(code) {
      code.assign(target, '$r.run.currentTimeZone');
    },
  };
}

/** A date in a zone of its own; empty for what is no date or no zone. */
function inZone(value: unknown, zone: string): unknown {
  return value instanceof Date && isTimeZone(zone) ? new ZonedDate(value, zone) : '';
}

/** `{% load tz %}` */
export const timeZoneLibrary = libraryOf(
  {
    localtime: parseLocaltime,
    timezone: parseTimezone,
    get_current_timezone: parseCurrentTimezone,
  },
  [
    valueFilter('localtime', (value, _argument, scope) => inZone(value, scope.currentTimeZone)),
    valueFilter('timezone', (value, zone) => inZone(value, textOf(zone)), { argument: 'required' }),
    valueFilter('utc', (value) => inZone(value, 'UTC')),
  ],
);
