import { escapeHtml } from '../../core/index.ts';

/** Markup that is safe to send: what was put into it has been escaped. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

export type HtmlValue = Html | string | number | undefined | false | readonly HtmlValue[];

/**
 * Builds markup from a template literal. Values are escaped unless they are `Html` themselves;
 * lists are joined; undefined and false are left out.
 */
export function html(texts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  let markup = texts[0]!;
  values.forEach((value, index) => {
    markup += toMarkup(value) + texts[index + 1]!;
  });
  return new Html(markup);
}

function toMarkup(value: HtmlValue): string {
  if (value === undefined || value === false) return '';
  if (value instanceof Html) return value.markup;
  if (Array.isArray(value)) return value.map(toMarkup).join('');
  return escapeHtml(String(value));
}
