/** One entry of an Accept header. */
interface AcceptedType {
  readonly type: string;
  readonly quality: number;
}

/**
 * Whether an error should be answered as a page rather than as JSON: the client names HTML, and
 * likes it no less than JSON. Browsers do; `fetch`, curl and API clients (`*` + `/*`) do not.
 */
export function prefersHtml(accept: string | undefined): boolean {
  const accepted = parseAccept(accept ?? '');
  const html = qualityOf(accepted, ['text/html', 'application/xhtml+xml', 'text/*']);
  if (html === undefined || html === 0) return false;
  const json = qualityOf(accepted, ['application/json', 'application/*']);
  return html >= (json ?? qualityOf(accepted, ['*/*']) ?? 0);
}

/** The quality of the first of `types` that is listed. */
function qualityOf(
  accepted: readonly AcceptedType[],
  types: readonly string[],
): number | undefined {
  for (const type of types) {
    const entry = accepted.find((candidate) => candidate.type === type);
    if (entry !== undefined) return entry.quality;
  }
  return undefined;
}

function parseAccept(header: string): readonly AcceptedType[] {
  return header.split(',').map((entry) => {
    const [type = '', ...parameters] = entry.split(';').map((piece) => piece.trim().toLowerCase());
    const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    return { type, quality: quality === undefined ? 1 : Number(quality) || 0 };
  });
}
