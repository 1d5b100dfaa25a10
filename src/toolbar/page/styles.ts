import { BAR_STYLE } from './style-bar.ts';
import { BASE_STYLE, PAGE_STYLE } from './style-base.ts';
import { FINDINGS_STYLE } from './style-findings.ts';
import { LISTS_STYLE } from './style-lists.ts';
import { VIEW_STYLE } from './style-view.ts';

/** Everything the toolbar looks like, for a shadow tree. */
export function adoptStyles(shadow: ShadowRoot): void {
  const styles = [BASE_STYLE, BAR_STYLE, VIEW_STYLE, LISTS_STYLE, FINDINGS_STYLE];
  shadow.adoptedStyleSheets = styles.map(styleSheet);
}

/** What a page of the toolbar's own needs around it. */
export function adoptPageStyles(page: Document): void {
  page.adoptedStyleSheets = [styleSheet(PAGE_STYLE)];
}

/** Constructed, since a Content-Security-Policy may forbid inline styles. */
function styleSheet(css: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
}
