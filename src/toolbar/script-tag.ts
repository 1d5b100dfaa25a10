import type { HeaderHolder } from './timing-headers.ts';

/** The attribute by which the script finds the trace of its page. */
const TRACE_ATTRIBUTE = 'data-uptempo-trace';

/**
 * The tag that loads the toolbar into a page. It carries the nonce of the page's
 * Content-Security-Policy when that has one, and is an external script of the same origin else.
 */
export function scriptTag(
  script: string,
  traceId: string,
  reply: Pick<HeaderHolder, 'getHeader'>,
): string {
  const nonce = nonceOf(String(reply.getHeader('content-security-policy') ?? ''));
  const attribute = nonce === undefined ? '' : ` nonce="${nonce}"`;
  return `<script type="module" src="${script}" ${TRACE_ATTRIBUTE}="${traceId}"${attribute}></script>`;
}

/** The first nonce that a policy gives to scripts; its alphabet needs no escaping. */
function nonceOf(policy: string): string | undefined {
  const directives = policy.split(';').map((directive) => directive.trim());
  const sources =
    directives.find((directive) => /^script-src-elem\s/i.test(directive)) ??
    directives.find((directive) => /^script-src\s/i.test(directive)) ??
    directives.find((directive) => /^default-src\s/i.test(directive));
  return /'nonce-(?<nonce>[\w+/=-]+)'/.exec(sources ?? '')?.groups?.nonce;
}
