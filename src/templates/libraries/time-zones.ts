import { isTimeZone } from '../dates/zone.ts';
import { ZonedDate } from '../dates/zoned-date.ts';
import { valueFilter } from '../filters/define.ts';
import { libraryOf } from '../library.ts';
import type { TemplateNode } from '../node.ts';
import type { Parser, Tag } from '../parser.ts';
import { textOf } from '../runtime/text.ts';
import { wordsAfterName } from '../tags/arguments.ts';
import { infoTag } from './info-tag.ts';
import { readSwitch, writeSetting } from './page-setting.ts';

/** `{% localtime off %} … {% endlocaltime %}`: dates in UTC instead of the zone of the page; `on` undoes it. */
function parseLocaltime(parser: Parser, tag: Tag): TemplateNode {
  const isOn = readSwitch(parser, tag);
  const body = parser.body('endlocaltime');
  return {
    at: tag.at,
    children: [body],
    write(code) {
      writeSetting(code, 'isLocalTime', String(isOn), body);
    },
  };
}

/** `{% timezone "Europe/Paris" %} … {% endtimezone %}`; None is the engine's zone. */
function parseTimezone(parser: Parser, tag: Tag): TemplateNode {
  const words = wordsAfterName(tag);
  if (words.length !== 1) throw parser.invalid(tag.at, 'timezone takes one argument, a time zone.');
  const zone = parser.expression(words[0]!);
  const body = parser.body('endtimezone');
  return {
    at: tag.at,
    children: [body],
    write(code) {
      code.braces('', () => {
        code.mark(tag.at);
        const name = code.temporary(`$zoneName($r, ${code.value(zone, 'text')})`);
        writeSetting(code, 'currentTimeZone', name, body);
      });
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
    get_current_timezone: infoTag('$r.run.currentTimeZone'),
  },
  [
    valueFilter('localtime', (value, _argument, scope) => inZone(value, scope.currentTimeZone)),
    valueFilter('timezone', (value, zone) => inZone(value, textOf(zone)), { argument: 'required' }),
    valueFilter('utc', (value) => inZone(value, 'UTC')),
  ],
);
