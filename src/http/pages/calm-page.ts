import type { Failure } from '../failure.ts';
import { html } from './html.ts';
import { layout } from './layout.ts';

/** What a visitor reads; anything else gets the sentence of its hundred. */
const SENTENCES: Readonly<Record<number, string>> = {
  400: 'The server could not make sense of this request.',
  403: 'You may not see this page.',
  404: 'There is no page at this address.',
  405: 'This address does not take that kind of request.',
  413: 'What you sent is larger than this site accepts.',
  500: 'Something went wrong on our side.',
  503: 'The site can’t answer right now. Please try again in a moment.',
};

/** The page of production: what happened in a sentence, and the id to quote when asking about it. */
export function calmPage(
  failed: Failure,
  requestId: string | undefined,
  styleNonce: string | undefined,
): string {
  const { status, title } = failed;
  const sentence = SENTENCES[status] ?? SENTENCES[status < 500 ? 400 : 500];
  const body = html`<main class="calm"><div>
<p class="status">${status}</p>
<h1>${title}</h1>
<p>${sentence}</p>
<p><a href="/">Go to the start page</a></p>
${requestId !== undefined && html`<p class="reference mono">Request ${requestId}</p>`}
</div></main>`;
  return layout({ title: `${status} ${title}`, body, styleNonce });
}
