import { element } from './dom.ts';
import { baseName } from './format.ts';

/** A place in the application's source, as `observe` and `metrics` name them. */
export type LabelledSite =
  | {
      readonly kind: 'source';
      readonly file: string;
      readonly line: number;
      readonly functionName: string | undefined;
    }
  | { readonly kind: 'template'; readonly template: string };

/** `views.ts:42`, the whole path on hover; for narrow columns, which cut the name alone. */
export function shortSite(site: LabelledSite | undefined): HTMLElement {
  if (site === undefined) return element('span', { class: 'site muted' }, '–');
  const name = baseName(site.kind === 'template' ? site.template : site.file);
  return element(
    'span',
    { class: 'site short', title: siteText(site) },
    element('span', {}, name),
    site.kind === 'source' && `:${site.line}`,
  );
}

/** `src/movies/views.ts:42 in listMovies`. */
export function fullSite(site: LabelledSite): HTMLElement {
  const note = site.kind === 'template' ? 'template' : inFunction(site.functionName);
  return element(
    'span',
    { class: 'site' },
    siteText(site),
    note !== undefined && element('span', { class: 'muted' }, ` ${note}`),
  );
}

/** `src/movies/views.ts:42`, or the template's name; empty when there is none. */
export function siteText(site: LabelledSite | undefined): string {
  if (site === undefined) return '';
  return site.kind === 'template' ? site.template : `${site.file}:${site.line}`;
}

function inFunction(name: string | undefined): string | undefined {
  return name === undefined ? undefined : `in ${name}`;
}
