const UNSAFE = /[&<>"']/;

/**
 * Escapes the five characters that mean something in HTML text and quoted attributes,
 * with the same entities as Django (`&#x27;` for the apostrophe).
 */
export function escapeHtml(text: string): string {
  const first = UNSAFE.exec(text);
  if (first === null) return text;
  let escaped = '';
  let copied = 0;
  for (let index = first.index; index < text.length; index++) {
    const entity = entityOf(text.charCodeAt(index));
    if (entity === undefined) continue;
    escaped += text.slice(copied, index) + entity;
    copied = index + 1;
  }
  return escaped + text.slice(copied);
}

function entityOf(code: number): string | undefined {
  switch (code) {
    case 38:
      return '&amp;';
    case 60:
      return '&lt;';
    case 62:
      return '&gt;';
    case 34:
      return '&quot;';
    case 39:
      return '&#x27;';
    default:
      return undefined;
  }
}
