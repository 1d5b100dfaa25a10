import { each, every } from '../question.ts';

const DATES = [
  '2008-01-01T00:00:00Z',
  '1975-06-20T15:04:05.678Z',
  '2024-02-29T12:00:00Z',
  '1999-12-31T23:59:59.999Z',
  '2010-01-03T06:30:00Z',
  '2020-12-28T11:05:00Z',
  '2000-03-12T01:02:03.004Z',
  '1900-11-22T20:00:00Z',
  '0998-04-05T18:00:30Z',
  '2023-09-13T13:13:13Z',
].map((text) => new Date(text));

const LETTERS = [...'aAbBcdDeEfFgGhHiIjlLmMnNoOPrsStTuUwWyYzZ'];

const FORMATS = [
  'jS F Y H:i',
  'D d M Y',
  'N j, Y, P',
  '\\Y\\e\\a\\r Y',
  'j \\de F',
  'DATE_FORMAT',
  'DATETIME_FORMAT',
  'SHORT_DATE_FORMAT',
  'SHORT_DATETIME_FORMAT',
  'TIME_FORMAT',
  'YEAR_MONTH_FORMAT',
  'MONTH_DAY_FORMAT',
  'l \\t\\h\\e jS',
  'x-q-k!',
  'é Y ü',
  '',
  'Y-m-d\\TH:i:s.u',
  'o-\\WW-N',
];

const OTHERS: readonly unknown[] = ['', 'x', null, 5, 0, true, []];

const TZ = [
  '{% load tz %}{{ value|timezone:"Europe/Paris" }}',
  '{% load tz %}{{ value|timezone:"Asia/Kolkata"|date:"Y-m-d H:i e T O Z I" }}',
  '{% load tz %}{{ value|timezone:"America/New_York"|date:"c r" }}',
  '{% load tz %}{{ value|utc|date:"c" }}',
  '{% load tz %}{{ value|timezone:"Nowhere/Else" }}|',
  '{% load tz %}{% timezone "Australia/Sydney" %}{{ value|date:"Y-m-d H:i T" }}{% endtimezone %}',
  '{% load tz %}{% timezone "Asia/Tokyo" %}{% localtime off %}{{ value|date:"H:i e" }}{% endlocaltime %}{% endtimezone %}',
  '{% load tz %}{% timezone "Asia/Tokyo" %}{{ value|utc }} {{ value|localtime }}{% endtimezone %}',
  '{% load tz %}{% timezone "Asia/Tokyo" %}{% get_current_timezone as z %}{{ z }}{% endtimezone %}',
  '{% load tz %}{% timezone None %}{{ value|date:"H:i" }}{% endtimezone %}',
  '{% load tz %}{% timezone "Asia/Tokyo" %}{% localtime %}{{ value|date:"H:i e" }}{% endlocaltime %}{% endtimezone %}',
  '{% load tz %}{% timezone "Asia/Tokyo" %}{% localtime off %}{% localtime on %}{{ value }}{% endlocaltime %} {{ value }}{% endlocaltime %} {{ value }}{% endtimezone %}',
  '{% load tz %}{% timezone "Asia/Tokyo" %}{% localtime off %}{{ value|localtime|date:"H:i e" }}{% endlocaltime %}{% endtimezone %}',
  '{% load tz %}{% localtime off %}{% timezone "Asia/Tokyo" %}{{ value|date:"H:i e" }} {{ value|localtime }}{% endtimezone %} {{ value }}{% endlocaltime %} {{ value }}',
  '{% load tz %}{% timezone "Asia/Tokyo" %}{% localtime off %}{% get_current_timezone as z %}{{ z }} {% now "e" %}{% endlocaltime %}{% endtimezone %}',
];

const OFFSETS = [
  0, 1, 59, 60, 61, 3599, 3600, 3661, 86399, 86400, 90061, 604800, 694861, 2419200, 2592000,
  2678400, 5270400, 31449600, 31535999, 31536000, 31622400, 34300800, 63072000, 63158400, 157766400,
  3155760000, -60, -86400, -31536000,
];

const base = new Date('2020-02-29T12:34:56Z');
const PAIRS = [base, new Date('2019-12-31T23:00:00Z'), new Date('2021-03-31T00:00:00Z')].flatMap(
  (from) => OFFSETS.map((seconds) => ({ from, to: new Date(from.getTime() + seconds * 1000) })),
);

export const dates = [
  ...each(
    'dates',
    LETTERS.map((letter) => `{{ value|date:"${letter}" }}`),
    DATES,
  ),
  ...each(
    'dates',
    [...'aAfgGhHiPsue'].map((letter) => `{{ value|time:"${letter}" }}`),
    DATES.slice(1, 4),
  ),
  ...each(
    'dates',
    FORMATS.map((format) => `{{ value|date:"${format}" }}`),
    DATES,
  ),
  ...each(
    'dates',
    ['{{ value|date }}', '{{ value|time }}', '{{ value }}', '{{ value|time:"H:i" }}'],
    DATES,
  ),
  ...each(
    'dates',
    ['{{ value|date }}', '{{ value|time }}', '{{ value|date:"Y" }}', '{{ value|timesince:value }}'],
    OTHERS,
  ),
  ...each('time-zones', TZ, [...DATES, 'x', null]),
  ...PAIRS.flatMap((pair) =>
    every(
      'timesince',
      ['{{ from|timesince:to }}', '{{ to|timeuntil:from }}', '{{ to|timesince:from }}'],
      pair,
    ),
  ),
  ...every('dates', ['{% now "\\\\x" %}', "{% now '\\\\Y' %}", '{% now %}', '{% now "Y" "m" %}']),
];
