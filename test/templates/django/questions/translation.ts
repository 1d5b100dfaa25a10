import { safe } from '../../../../src/templates/index.ts';
import { each, every, type Question } from '../question.ts';

/** Languages with a catalogue in locale/, one without, and none at all. */
const LANGUAGES = ['"de"', '"de-at"', '"fr"', '"ru"', '"ja"', '"en"', '"xx"', 'None'];

const inLanguage = (body: string, language: string): string =>
  `{% load i18n %}{% language ${language} %}${body}{% endlanguage %}`;

/** Each body in each language. */
function spoken(
  bodies: readonly string[],
  context: Readonly<Record<string, unknown>> = {},
  languages: readonly string[] = ['"de"', 'None'],
): readonly Question[] {
  const templates = bodies.flatMap((body) => languages.map((each) => inLanguage(body, each)));
  return every('translation', templates, context);
}

const TRANSLATE = [
  '{% translate "Films" %}',
  '{% trans "Films" %}',
  "{% translate 'Films' %}",
  '{% translate "Films" noop %}',
  '{% translate "Films" as x %}[{{ x }}]',
  '{% translate "Films" context "verb" %}',
  '{% translate "Films" context kind %}',
  '{% translate "Films" context "noun" %}',
  '{% translate "Films" as x context "verb" %}{{ x }}',
  '{% translate "Films" noop as x %}{{ x }}',
  '{% translate "Films"|upper %}',
  '{% translate "Films"|lower|capfirst as x %}{{ x }}',
  '{% translate title %}',
  '{% translate title|upper %}',
  '{% translate title noop %}',
  '{% translate movie.title %}',
  '{% translate missing %}',
  '{% translate missing|default:"none" %}',
  '{% translate "" %}',
  '{% translate "seen" %}',
  '{% translate "unknown" %}',
  '{% translate "100% sure" %}',
  '{% translate percent %}',
  '{% translate "Bold <i>text</i>" %}',
  '{% translate "Bold <i>text</i>" as x %}{{ x }}',
  '{% translate bold %}',
  '{% translate bold as x %}{{ x }}',
  '{% translate sure %}',
  '{% autoescape off %}{% translate bold %}{% translate bold as x %}{{ x }}{% endautoescape %}',
  '{% translate "quote\\"d" %}',
  '{% translate wicked %}',
  '{% translate wicked as x %}{{ x }}{{ x|upper }}',
  '{% translate lines %}',
  '{% for item in list %}{% translate item %} {% endfor %}',
  '{% translate _("Films") %}',
  '{{ _("Films") }}',
  '{{ _("Films")|lower }}',
  '{{ missing|default:_("Films") }}',
  '{{ "x"|add:_("Films") }}',
  '{% firstof missing _("Films") %}',
  '{% with x=_("Films") %}{{ x }}{% endwith %}',
  '{% if _("Films") == "Filme" %}yes{% else %}no{% endif %}',
  '{% cycle _("Films") "b" %}',
  "{{ _('Bold <i>text</i>') }}",
  '{{ _("100% sure") }}',
  '{% include "row.html" with x=_("Films") %}',
];

const BLOCKS = [
  '{% blocktranslate %}Films{% endblocktranslate %}',
  '{% blocktrans %}Films{% endblocktrans %}',
  '{% blocktranslate %}{% endblocktranslate %}',
  '{% blocktranslate %}All films of <b>{{ director }}</b>{% endblocktranslate %}',
  '{% blocktranslate with director=wicked %}All films of <b>{{ director }}</b>{% endblocktranslate %}',
  '{% blocktranslate with wicked as director %}All films of <b>{{ director }}</b>{% endblocktranslate %}',
  '{% blocktranslate with director=wicked|upper %}All films of <b>{{ director }}</b>{% endblocktranslate %}',
  '{% blocktranslate with director=bold|safe %}All films of <b>{{ director }}</b>{% endblocktranslate %}',
  '{% autoescape off %}{% blocktranslate with director=wicked %}All films of <b>{{ director }}</b>{% endblocktranslate %}{% endautoescape %}',
  '{% blocktranslate with name=title %}{{ name }} & more{% endblocktranslate %}',
  '{% blocktranslate with name=movie.title x=list.0 %}{{ name }} & more{% endblocktranslate %}',
  '{% blocktranslate with movie.title as name and list.0 as x %}{{ name }} {{ x }}{% endblocktranslate %}',
  '{% blocktranslate context "menu" with name=title %}{{ name }} first{% endblocktranslate %}',
  '{% blocktranslate with name=title context kind %}{{ name }} first{% endblocktranslate %}',
  '{% blocktranslate %}{{ name }} first{% endblocktranslate %}',
  '{% blocktranslate %}100% sure{% endblocktranslate %}',
  '{% blocktranslate with name=title %}{{ percent_number }}% of {{ name }}{% endblocktranslate %}',
  '{% blocktranslate with percent=5 name=title %}{{ percent }}% of {{ name }}{% endblocktranslate %}',
  '{% blocktranslate with name=title %}Hello {{ name }}{% endblocktranslate %}',
  '{% blocktranslate trimmed %}\n  One line\n   and another\n{% endblocktranslate %}',
  '{% blocktranslate %}\n  One line\n   and another\n{% endblocktranslate %}',
  '{% blocktranslate trimmed with name=title %}  {{ name }}\n & more {% endblocktranslate %}',
  '{% blocktranslate asvar x %}Films{% endblocktranslate %}[{{ x }}]',
  '{% blocktranslate asvar x with director=wicked %}All films of <b>{{ director }}</b>{% endblocktranslate %}[{{ x }}{{ x|upper }}]',
  '{% blocktranslate with x=missing %}[{{ x }}]{% endblocktranslate %}',
  '{% blocktranslate %}[{{ missing }}]{% endblocktranslate %}',
  '{% blocktranslate with x=1234.5 %}{{ x }}{% endblocktranslate %}',
  '{% blocktranslate with x=when %}{{ x }}{% endblocktranslate %}',
  '{% blocktranslate %}{{ when }} {{ amount }}{% endblocktranslate %}',
  '{% blocktranslate with title="x" %}{{ title }}{% endblocktranslate %}{{ title }}',
  '{% blocktranslate with a=title title="x" %}{{ a }}{{ title }}{% endblocktranslate %}',
  '{% blocktranslate %}{{ title }}{{ title }}{% endblocktranslate %}',
  '{% for item in list %}{% blocktranslate with name=item %}{{ name }} & more{% endblocktranslate %}{% endfor %}',
  '{% blocktranslate %}{{ movie.title }} & more{% endblocktranslate %}',
  '{% blocktranslate %}{{ title|upper }} & more{% endblocktranslate %}',
  '{% with name=title %}{% blocktranslate %}{{ name }} & more{% endblocktranslate %}{% endwith %}',
];

const COUNTED = [
  '{% blocktranslate count counter=value with name=title %}{{ counter }} film by {{ name }}{% plural %}{{ counter }} films by {{ name }}{% endblocktranslate %}',
  '{% blocktranslate with name=title count counter=value %}{{ counter }} film by {{ name }}{% plural %}{{ counter }} films by {{ name }}{% endblocktranslate %}',
  '{% blocktranslate count value as counter %}one {{ counter }}{% plural %}many {{ counter }}{% endblocktranslate %}',
  '{% blocktranslate count counter=value context "shelf" %}{{ counter }} film{% plural %}{{ counter }} films{% endblocktranslate %}',
  '{% blocktranslate count counter=value trimmed %}\n {{ counter }}\n film\n{% plural %}\n {{ counter }}\n films\n{% endblocktranslate %}',
  '{% blocktranslate count counter=value asvar x %}one{% plural %}{{ counter }} many{% endblocktranslate %}[{{ x }}]',
];

const MISTAKES = [
  '{% translate %}',
  '{% translate "Films" as %}',
  '{% translate "Films" context %}',
  '{% translate "Films" context as x %}',
  '{% translate "Films" noop noop %}',
  '{% translate "Films" as x as y %}',
  '{% translate "Films" by "x" %}',
  '{% translate "Films %}',
  '{% blocktranslate with %}x{% endblocktranslate %}',
  '{% blocktranslate with a %}x{% endblocktranslate %}',
  '{% blocktranslate count %}x{% plural %}y{% endblocktranslate %}',
  '{% blocktranslate count a=1 b=2 %}x{% plural %}y{% endblocktranslate %}',
  '{% blocktranslate count a=list|length %}x{% endblocktranslate %}',
  '{% blocktranslate %}x{% plural %}y{% endblocktranslate %}',
  '{% blocktranslate count a=1 %}x{% plural %}y{% plural %}z{% endblocktranslate %}',
  '{% blocktranslate with a=1 with b=2 %}x{% endblocktranslate %}',
  '{% blocktranslate foo %}x{% endblocktranslate %}',
  '{% blocktranslate context %}x{% endblocktranslate %}',
  '{% blocktranslate asvar %}x{% endblocktranslate %}',
  '{% blocktranslate %}{% if a %}x{% endif %}{% endblocktranslate %}',
  '{% blocktranslate %}{% translate "x" %}{% endblocktranslate %}',
  '{% blocktranslate %}a {# b #} c{% endblocktranslate %}',
  '{% blocktranslate %}x{% endblocktrans %}',
  '{% blocktranslate %}x',
  '{% blocktranslate count a="x" %}x{% plural %}y{% endblocktranslate %}',
  '{% blocktranslate count a=missing %}x{% plural %}y{% endblocktranslate %}',
  '{% blocktranslate count a=None %}x{% plural %}y{% endblocktranslate %}',
  '{% blocktranslate count a=True %}x{% plural %}y{% endblocktranslate %}',
  '{% blocktranslate count a=list %}x{% plural %}y{% endblocktranslate %}',
  '{% language %}x{% endlanguage %}',
  '{% language "de" "fr" %}x{% endlanguage %}',
  '{% language "de" %}x',
  '{% get_current_language %}',
  '{% get_current_language as %}',
  '{% get_current_language in x %}',
  '{% get_available_languages %}',
  '{% get_current_language_bidi %}',
  '{% get_language_info for "de" %}',
  '{% get_language_info "de" as x %}',
  '{% get_language_info for "zz" as x %}',
  '{% get_language_info for missing as x %}',
  '{% get_language_info_list for list %}',
  '{% get_language_info_list for missing as x %}{{ x|length }}',
  '{% get_language_info_list for strange as x %}',
  '{{ "zz"|language_name }}',
  '{{ "zz"|language_name_local }}',
  '{{ "zz"|language_bidi }}',
];

const INFO = [
  '{% get_current_language as LANGUAGE_CODE %}{{ LANGUAGE_CODE }}',
  '{% get_current_language_bidi as BIDI %}{{ BIDI }}',
  '{% get_available_languages as all %}{% for code, name in all %}{{ code }}={{ name }} {% endfor %}',
  '{% get_language_info for value as lang %}{{ lang.code }} {{ lang.name }} {{ lang.name_local }} {{ lang.name_translated }} {{ lang.bidi }}',
  '{{ value|language_name }} {{ value|language_name_local }} {{ value|language_bidi }} {{ value|language_name_translated }}',
];

const LISTS = [
  '{% get_language_info_list for codes as langs %}{% for lang in langs %}{{ lang.code }}:{{ lang.name_local }} {% endfor %}',
  '{% get_language_info_list for pairs as langs %}{% for lang in langs %}{{ lang.code }}:{{ lang.name }} {{ lang.name_translated }} {% endfor %}',
  '{% get_language_info_list for empty as langs %}[{{ langs|length }}]',
];

const NESTED = [
  '{% language "fr" %}{% translate "Films" %}{% language "de" %}{% translate "Films" %}{% endlanguage %}{% translate "Films" %}{% endlanguage %}{% translate "Films" %}',
  '{% language code %}{% translate "Films" %}{% get_current_language as l %}{{ l }}{% endlanguage %}[{{ l }}]',
  '{% language "de" %}{% for item in list %}{% translate item %}{{ forloop.counter }}{% cycle "a" "b" %}{% endfor %}{% endlanguage %}',
  '{% for item in list %}{% language item %}{% translate "Films" %} {{ 1.5 }}{% endlanguage %}{% endfor %}',
  '{% language "de" %}{% with x=1.5 %}{{ x }}{% endwith %}{% include "row.html" with x=1.5 %}{% endlanguage %}{% include "row.html" with x=1.5 %}',
  '{% language "DE" %}{% translate "Films" %}{% endlanguage %}',
  '{% language "de_AT" %}{% translate "Films" %}{% endlanguage %}',
];

const CONTEXT = {
  title: 'Films',
  movie: { title: 'Jaws' },
  kind: 'verb',
  director: 'Kubrick & Co.',
  percent: '100% sure',
  percent_number: 5,
  bold: 'Bold <i>text</i>',
  sure: safe('Bold <i>text</i>'),
  wicked: '<x onx="\'&">',
  lines: 'two\r\nlines',
  list: ['Films', 'Jaws'],
  when: new Date('1975-06-20T15:04:05Z'),
  amount: 1234.5,
  strange: [1, [2, 3]],
  codes: ['de', 'pt-br', 'de-at', 'he'],
  pairs: [
    ['fr', 'x'],
    ['ar', 'y'],
  ],
  empty: [],
  code: 'de',
};

const COUNTS = [0, 1, 2, 3, 5, 11, 21, 22, 100, 112, 1_000_000, -1, 1.5, 1234.5, true];

const withRow = (questions: readonly Question[]): readonly Question[] =>
  questions.map((question) => ({ ...question, templates: { 'row.html': '<{{ x }}>' } }));

export const translation = [
  ...spoken(TRANSLATE.slice(0, -1), CONTEXT, ['"de"', '"ru"', 'None']),
  ...withRow(spoken(TRANSLATE.slice(-1), CONTEXT)),
  ...spoken(BLOCKS, CONTEXT),
  ...spoken(['{% translate "Films" %}{{ _("Films") }}', BLOCKS[0]!], CONTEXT, LANGUAGES),
  ...each(
    'translation',
    COUNTED.flatMap((body) => LANGUAGES.map((language) => inLanguage(body, language))),
    COUNTS,
  ).map((question) => ({ ...question, context: { ...question.context, title: 'Ida' } })),
  ...every(
    'translation',
    MISTAKES.map((each) => `{% load i18n %}${each}`),
    CONTEXT,
  ),
  ...spoken(INFO.slice(0, 3), {}, LANGUAGES),
  ...each(
    'translation',
    INFO.slice(3).flatMap((body) => ['"de"', '"ru"', 'None'].map((l) => inLanguage(body, l))),
    [
      'de',
      'de-at',
      'zh-tw',
      'zh-hans',
      'he',
      'ar-dz',
      'en',
      'en-us',
      'pt-br',
      'sr-latn',
      'DE',
      'zz',
    ],
  ),
  ...spoken(LISTS, CONTEXT, ['"de"', '"fr"']),
  ...withRow(
    every(
      'translation',
      NESTED.map((each) => `{% load i18n %}${each}`),
      CONTEXT,
    ),
  ),
];
