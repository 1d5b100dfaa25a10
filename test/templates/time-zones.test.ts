import { describe, expect, test } from 'vitest';
import { errorOf, render } from './renderer.ts';

const value = new Date('2024-07-01T15:04:00Z');

function inParis(source: string): string {
  return render(`{% load tz l10n %}${source}`, { value }, { timeZone: 'Europe/Paris' });
}

describe('the tz library', () => {
  test.each([
    ['{{ value|time:"H:i" }}', '17:04'],
    ['{{ value|utc|time:"H:i e" }}', '15:04 UTC'],
    ['{{ value|timezone:"Asia/Tokyo"|date:"H:i e" }}', '00:04 JST'],
    ['{{ value|timezone:"Asia/Tokyo" }}', 'July 2, 2024, 12:04 a.m.'],
    ['{{ value|timezone:"Asia/Tokyo"|localtime|time:"H:i" }}', '17:04'],
    ['[{{ value|timezone:"Nowhere" }}{{ nothing|utc }}]', '[]'],
    [
      '{% localtime off %}{{ value|time:"H:i" }}{% endlocaltime %} {{ value|time:"H:i" }}',
      '15:04 17:04',
    ],
    [
      '{% timezone "Asia/Tokyo" %}{{ value|time:"H:i" }}{% endtimezone %} {{ value|time:"H:i" }}',
      '00:04 17:04',
    ],
    [
      '{% timezone "Asia/Tokyo" %}{% timezone None %}{{ value|time:"H" }}{% endtimezone %}{% endtimezone %}',
      '17',
    ],
    ['{% get_current_timezone as zone %}{{ zone }}', 'Europe/Paris'],
    ['{% timezone "UTC" %}{% get_current_timezone as zone %}{{ zone }}{% endtimezone %}', 'UTC'],
  ])('%s', (source, output) => {
    expect(inParis(source)).toBe(output);
  });

  test.each([
    ['{% timezone "Nowhere" %}{% endtimezone %}', 'templates.engine.time_zone'],
    ['{% timezone %}{% endtimezone %}', 'templates.syntax.invalid'],
    ['{% localtime maybe %}{% endlocaltime %}', 'templates.syntax.invalid'],
    ['{% get_current_timezone %}', 'templates.syntax.invalid'],
    ['{% localize maybe %}{% endlocalize %}', 'templates.syntax.invalid'],
  ])('%s is an error', (source, code) => {
    expect(errorOf(() => inParis(source)).code).toBe(code);
  });
});

test('the l10n library leaves values as they are', () => {
  expect(inParis('{% localize off %}{{ 1234.5 }}{% endlocalize %} {{ 1234.5|unlocalize }}')).toBe(
    '1234.5 1234.5',
  );
});
