/** Headers of the toolbar's own pages: nothing inline, nothing from elsewhere, in no frame. */
export const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The frame of a page that shows one trace, or the history; its script fills it. */
export function standalonePage(script: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Uptempo</title>
<link rel="icon" href="data:,">
<script type="module" src="${script}"></script>
</head>
<body><noscript>This page needs JavaScript.</noscript></body>
</html>
`;
}
