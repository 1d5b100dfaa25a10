import { element } from '../../browser/index.ts';
import type { NamedValue } from '../request-details.ts';

/** Named values under a heading; nothing when there are none. */
export function valueSection(
  title: string,
  values: readonly NamedValue[],
): HTMLElement | undefined {
  if (values.length === 0) return undefined;
  const rows = values.flatMap(({ name, value }) => [
    element('dt', {}, name),
    element('dd', {}, element('code', {}, value)),
  ]);
  return element(
    'section',
    { class: 'value-section' },
    element('h3', {}, title),
    element('dl', { class: 'values' }, ...rows),
  );
}
