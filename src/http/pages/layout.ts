import { Html, type HtmlValue, html } from './html.ts';
import { STYLESHEET } from './stylesheet.ts';

export interface PageOptions {
  readonly title: string;
  readonly body: HtmlValue;
  /** Nonce for the style element, where the site's Content-Security-Policy asks for one. */
  readonly styleNonce: string | undefined;
}

/** A whole page in the framework's own style. */
export function layout({ title, body, styleNonce }: PageOptions): string {
  const nonce = styleNonce === undefined ? undefined : html` nonce="${styleNonce}"`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<style${nonce}>${new Html(STYLESHEET)}</style>
</head>
<body>
${body}
</body>
</html>
`.markup;
}
