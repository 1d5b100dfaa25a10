import type { Answer } from './evaluate.ts';
import type { Question } from './question.ts';

/** Where we answer otherwise than Django. docs/reference/template-differences.md has the same titles. */
export interface Difference {
  /** The title of its section on the page. */
  readonly title: string;
  /** Whether a question whose answers differ is one of these. */
  covers(question: Question, theirs: Answer, ours: Answer): boolean;
}

/** What Python throws when a filter meets a value or an argument it was not made for. */
const CRASHES = new Set([
  'AttributeError',
  'IndexError',
  'KeyError',
  'OverflowError',
  'TypeError',
  'ValueError',
  'ZeroDivisionError',
]);

const has = (question: Question, value: unknown) => question.context.value === value;
const uses = (question: Question, ...filters: readonly string[]) =>
  filters.some((filter) => question.template.includes(`|${filter}`));
const isDecimal = ({ context: { value } }: Question) =>
  typeof value === 'object' && value !== null && 'toNumber' in value;
const isOld = ({ context: { value } }: Question) =>
  value instanceof Date && value.getUTCFullYear() < 1901;

export const differences: readonly Difference[] = [
  {
    title: 'A filter that cannot work with a value prints what it can',
    covers: (_question, theirs, ours) =>
      typeof theirs === 'object' &&
      'rendering' in theirs &&
      CRASHES.has(theirs.rendering) &&
      typeof ours === 'string',
  },
  {
    title: 'An argument that a filter does not take is found when the template is read',
    covers: (_question, theirs, ours) =>
      typeof theirs === 'object' &&
      'rendering' in theirs &&
      typeof ours === 'object' &&
      'parsing' in ours &&
      ours.parsing === 'templates.filter.arguments',
  },
  {
    title: 'A date format is a text',
    covers: (question) => /\|(?:date|time):3/.test(question.template),
  },
  {
    title: 'Digits are those of ASCII',
    covers: (question) => has(question, '١٢٣'),
  },
  {
    title: 'A Decimal is written without an exponent',
    covers: (question) => isDecimal(question),
  },
  {
    title: 'JSON is valid JSON',
    covers: (question) => question.area === 'json-script',
  },
  {
    title: 'There is one kind of number',
    covers: (question) => question.area === 'stringformat' && has(question, 1e21),
  },
  {
    title: 'A format names no keys',
    covers: (question) => question.template.includes('stringformat:"(a)s"'),
  },
  {
    title: 'Static paths stay below the static URL',
    covers: (question) => question.template.includes('{% static "/'),
  },
  {
    title: 'No text is lost',
    covers: (question) => uses(question, 'truncatewords_html', 'truncatechars_html', 'urlize'),
  },
  {
    title: 'A per cent sign is one, in _("…") too',
    covers: (question) => question.template.includes('{{ _("100% sure") }}'),
  },
  {
    title: 'What stands in a blocktranslate is a name',
    covers: (question, _theirs, ours) =>
      question.template.includes('{% blocktranslate') &&
      typeof ours === 'object' &&
      'parsing' in ours,
  },
  {
    title: 'Time zones of before 1901 are rounded to minutes',
    covers: isOld,
  },
];
