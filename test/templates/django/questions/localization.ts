import { Decimal } from '../../../../src/core/index.ts';
import { Ago, each, every } from '../question.ts';

const LANGUAGES = (
  'ar bg ca cs da de de-at de-ch el en en-au en-gb en-us es es-ar es-mx et fa fi fr fr-ca he hi hr hu id ' +
  'it ja ko lt lv mk nb nl nn pl pt pt-br ro ru sk sl sr sr-latn sv ta th tr uk ur uz vi zh-hans zh-hant xx'
).split(' ');

const FEW = ['de', 'fr', 'pl', 'pt-br', 'ar', 'ja', 'hi', 'de-ch', 'en', 'xx'];

const inEach = (languages: readonly string[], bodies: readonly string[]): readonly string[] =>
  languages.flatMap((language) =>
    bodies.map(
      (body) => `{% load i18n l10n humanize %}{% language "${language}" %}${body}{% endlanguage %}`,
    ),
  );

const DATES = ['2008-01-01T00:00:00Z', '1975-06-20T15:04:05Z', '2024-09-12T12:00:00Z'].map(
  (text) => new Date(text),
);
const MONTHS = Array.from({ length: 12 }, (_, month) => new Date(Date.UTC(2023, month, month + 1)));

const DATE_FORMATS = [
  '{{ value }}|{{ value|date }}|{{ value|time }}',
  '{{ value|date:"DATETIME_FORMAT" }}|{{ value|date:"SHORT_DATE_FORMAT" }}|{{ value|date:"SHORT_DATETIME_FORMAT" }}|{{ value|date:"YEAR_MONTH_FORMAT" }}|{{ value|date:"MONTH_DAY_FORMAT" }}|{{ value|date:"TIME_FORMAT" }}',
  '{{ value|date:"r c" }}|{{ value|date:"a A P S" }}',
];
const NAMES = ['{{ value|date:"b D E F l M N" }}'];

const NUMBERS: readonly unknown[] = [
  0,
  7,
  -7,
  1234,
  -1234567,
  0.5,
  1234.5,
  -1234567.891,
  1e16,
  1e-7,
  1e300,
  123456789012345680000n,
  new Decimal('1234567.890'),
  new Decimal('-0.5'),
  '1234.5',
  true,
  null,
];
const NUMBER_BODIES = [
  '{{ value }}',
  '{{ value|floatformat }}|{{ value|floatformat:2 }}|{{ value|floatformat:"2g" }}|{{ value|floatformat:"2u" }}|{{ value|floatformat:"gu" }}',
  '{{ value|intcomma }}|{{ value|intcomma:False }}',
  '{{ value|localize }}|{{ value|unlocalize }}',
  '{% localize off %}{{ value }}|{{ value|floatformat:1 }}|{{ value|localize }}{% endlocalize %}',
  '{% localize on %}{{ value }}{% localize off %}{{ value }}{% endlocalize %}{{ value }}{% endlocalize %}',
];

const LITERALS = [
  '{{ 1 }} {{ 1234 }} {{ 1.5 }} {{ -1234.5 }} {{ 1.0 }} {{ 1e3 }}',
  '{{ 1.5|add:1 }} {{ 1234.5|stringformat:"s" }} {{ 1.5|default:"" }}',
  '{% firstof 1.5 %}{% cycle 2.5 3.5 %}{% with x=4.5 %}{{ x }}{% endwith %}{% widthratio 1 3 100 %}',
  '{{ list }} {{ list|join:"; " }} {{ map }}',
  '{% for item in list %}{{ item }} {{ forloop.counter }}{% endfor %}',
  '{% filter upper %}{{ 1.5 }}{% endfilter %}',
  '{{ True|yesno }} {{ False|yesno }} {{ None|yesno }} {{ 1|yesno:"a,b" }}',
  '{% if 1.5 < 2 %}{{ 1.5 }}{% endif %}',
];

const WORDS = [
  '{{ value|intword }}|{{ value|apnumber }}|{{ value|ordinal }}|{{ value|filesizeformat }}',
];
const COUNTS = [
  1, 2, 3, 4, 5, 9, 10, 11, 12, 21, 100, 101, 1023, 1024, 1536, 1_000_000, 1_200_000, 2_000_000,
  3_100_000_000, 5e12, 1e15, -1, -2048, 1e33,
];

const SINCE = ['{{ from|timesince:to }}|{{ to|timeuntil:from }}'];
const OFFSETS = [
  0, 60, 120, 300, 3600, 7200, 86400, 172800, 604800, 1814400, 2678400, 31536000, 63158400,
  157766400,
];
const base = new Date('2020-02-29T12:34:56Z');

/** Each with half a minute to spare, for machines that are busy. */
const AGES = [90, 150, 5_000, 12_000, 100_000, 300_000, 2_700_000, 34_400_000];

export const localization = [
  ...each('localized-dates', inEach(LANGUAGES, DATE_FORMATS), DATES),
  ...each('localized-dates', inEach(LANGUAGES, NAMES), MONTHS),
  ...each(
    'localized-dates',
    inEach(FEW, [
      '{% localize off %}{{ value }}|{{ value|date }}|{{ value|localize }}{% endlocalize %}|{{ value|unlocalize }}',
    ]),
    DATES,
  ),
  ...each('localized-numbers', inEach(FEW, NUMBER_BODIES), NUMBERS),
  ...each(
    'localized-numbers',
    inEach(LANGUAGES, ['{{ value }} {{ value|floatformat:"2g" }}']),
    [1234567.891],
  ),
  ...every('localized-numbers', inEach(FEW, LITERALS), {
    list: [1.5, 1234.5],
    map: { price: 2.5 },
  }),
  ...each(
    'localized-numbers',
    inEach(FEW, ['{{ value|filesizeformat }}|{{ value|intword }}']),
    NUMBERS.filter((number) => number !== 1e300),
  ),
  ...each('localized-words', inEach(LANGUAGES, WORDS), COUNTS.slice(0, 3)),
  ...each('localized-words', inEach(FEW, WORDS), COUNTS),
  ...OFFSETS.flatMap((seconds) =>
    every('localized-words', inEach(['de', 'fr', 'pl', 'ru', 'ar', 'ja', 'zh-hans'], SINCE), {
      from: base,
      to: new Date(base.getTime() + seconds * 1000),
    }),
  ),
  ...each(
    'localized-words',
    inEach(['de', 'fr', 'ru', 'ar', 'ja'], ['{{ value|naturaltime }}']),
    [...AGES, ...AGES.map((seconds) => -seconds)].map((seconds) => new Ago(seconds)),
  ),
];
