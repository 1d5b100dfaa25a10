import { BASE_STYLE, PAGE_STYLE } from './style-base.ts';
import { LISTS_STYLE } from './style-lists.ts';
import { VIEW_STYLE } from './style-view.ts';

/** What all pages look like and `own`, which is one page's, for a shadow tree. */
export function adoptStyles(shadow: ShadowRoot, ...own: readonly string[]): void {
  shadow.adoptedStyleSheets = [BASE_STYLE, VIEW_STYLE, LISTS_STYLE, ...own].map(styleSheet);
}

/** What a page of its own needs around it. */
export function adoptPageStyles(page: Document): void {
  page.adoptedStyleSheets = [styleSheet(PAGE_STYLE)];
}

/** Constructed, since a Content-Security-Policy may forbid inline styles. */
function styleSheet(css: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
}
