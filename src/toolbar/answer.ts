import type { Trace } from '../observe/index.ts';

/** What is known of an answer before it is sent, whatever server sends it. */
export interface Answer {
  readonly status: number;
  /** Empty when there is none. */
  readonly header: (name: string) => string;
  /** What the browser wants it for: Sec-Fetch-Dest. */
  readonly destination: string;
}

const ASSET_TYPE =
  /^(?:image|font|audio|video)\/|^(?:text|application)\/(?:css|javascript|wasm)\b/i;

/** A static file: it tells nothing, and a page's twenty would push out the requests that do. */
export function isAsset({ totals }: Trace, { status, header }: Answer): boolean {
  return (
    totals.queryCount + totals.templateCount === 0 &&
    status < 400 &&
    (status === 304 || ASSET_TYPE.test(header('content-type')))
  );
}

/** HTML that a browser shows as a page: not compressed, no part, no download, in no frame. */
export function isWholePage({ status, header, destination }: Answer): boolean {
  return (
    /^text\/html\b/i.test(header('content-type')) &&
    /^(?:identity)?$/i.test(header('content-encoding')) &&
    !/^attachment\b/i.test(header('content-disposition')) &&
    status !== 206 &&
    !/^(?:iframe|frame|embed|object)$/.test(destination)
  );
}
