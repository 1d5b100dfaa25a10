import { element } from '../../browser/index.ts';

/** Filters by the names that `history.json` knows; empty ones are left out. */
export type Filters = Readonly<Record<string, string>>;

/** How long after a key the search follows. */
const DELAY_MS = 200;

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

const STATUSES = [
  ['2xx', '2xx fine'],
  ['3xx', '3xx elsewhere'],
  ['4xx', '4xx refused'],
  ['5xx', '5xx failed'],
] as const;

const ORDERS = [
  ['', 'Newest first'],
  ['ms', 'Slowest first'],
  ['queries', 'Most queries first'],
] as const;

/** The filters that an address names, `?route=/movies/:id&sort=ms`; what is none is left out. */
export function filtersOf(search: string): Filters {
  const names = fieldsFor({ route: '' }).map(({ name }) => name);
  const given = [...new URLSearchParams(search)].filter(
    ([name, value]) => names.includes(name) && value !== '',
  );
  return valuesOf(fieldsFor(Object.fromEntries(given)));
}

/** The filters of the history; calls back when one has changed. */
export function historyFilters(
  initial: Filters,
  onChange: (filters: Filters) => void,
): HTMLElement {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const fields = fieldsFor(initial);
  const changed = () => onChange(valuesOf(fields));
  return element(
    'form',
    {
      class: 'filters',
      role: 'search',
      'aria-label': 'Requests',
      onsubmit: (event: Event) => event.preventDefault(),
      oninput: () => {
        clearTimeout(timer);
        timer = setTimeout(changed, DELAY_MS);
      },
    },
    ...fields,
  );
}

/** A route is asked for by links alone, so it has a field where it is given. */
function fieldsFor(initial: Filters): readonly Field[] {
  const fields = [
    ...(initial.route === undefined ? [] : [textField('route', 'Route', 'The whole route')]),
    textField('path', 'Path', 'Part of the path or query string'),
    textField('sql', 'SQL', 'Part of a statement'),
    choiceField('method', 'Method', [['', 'Any method'], ...METHODS.map(same)]),
    choiceField('status', 'Status', [['', 'Any status'], ...STATUSES]),
    numberField('minMs', 'ms', 'At least so many milliseconds'),
    numberField('minQueries', 'queries', 'At least so many queries'),
    choiceField('finding', 'Findings', [
      ['', 'Found or not'],
      ['any', 'With findings'],
    ]),
    choiceField('sort', 'Order', ORDERS),
  ];
  for (const field of fields) field.value = initial[field.name] ?? '';
  return fields;
}

type Field = HTMLInputElement | HTMLSelectElement;

function valuesOf(fields: readonly Field[]): Filters {
  const given = fields.filter(({ value }) => value.trim() !== '');
  return Object.fromEntries(given.map(({ name, value }) => [name, value.trim()]));
}

function same(text: string): readonly [string, string] {
  return [text, text];
}

function textField(name: string, placeholder: string, label: string): HTMLInputElement {
  return element('input', {
    type: 'search',
    class: 'filter',
    name,
    placeholder,
    'aria-label': label,
    maxlength: 500,
  });
}

function numberField(name: string, unit: string, label: string): HTMLInputElement {
  return element('input', {
    type: 'number',
    class: 'filter number-filter',
    name,
    min: 0,
    max: 999_999_999,
    step: 'any',
    placeholder: `≥ ${unit}`,
    'aria-label': label,
  });
}

function choiceField(
  name: string,
  label: string,
  choices: readonly (readonly [value: string, text: string])[],
): HTMLSelectElement {
  const options = choices.map(([value, text]) => element('option', { value }, text));
  return element(
    'select',
    { class: 'filter choice-filter', name, 'aria-label': label },
    ...options,
  );
}
