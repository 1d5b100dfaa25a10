import { join } from 'node:path';
import { isUptempoError } from '../../../src/core/index.ts';
import { configureTranslations } from '../../../src/i18n/index.ts';
import { createTemplateEngine } from '../../../src/templates/index.ts';
import { type Question, withMoments } from './question.ts';

configureTranslations({ localePaths: [join(import.meta.dirname, 'locale')] });

/** A text, or where an error came up. */
export type Answer = string | { readonly parsing: string } | { readonly rendering: string };

/** What we answer: the text, or the code of the error. */
export function answerOf(question: Question): Answer {
  const { template, templates, name } = question;
  const engine = createTemplateEngine({ templates: { ...templates, [name]: template } });
  const context = withMoments(contextOf(question), Date.now()) as Record<string, unknown>;
  let phase: 'parsing' | 'rendering' = 'parsing';
  try {
    const page = engine.getTemplate(name);
    phase = 'rendering';
    return page.render(context) as string;
  } catch (error) {
    if (!isUptempoError(error)) throw error;
    return { [phase]: error.code } as Answer;
  }
}

/** `query` is the query of the request, for `{% querystring %}`. */
function contextOf({ context }: Question): Readonly<Record<string, unknown>> {
  const { query, ...rest } = context;
  return query instanceof URLSearchParams ? { ...rest, request: { query } } : context;
}

/** Both give the same text, or an error when the template is read, or when it is rendered. */
export function isSame(ours: Answer, theirs: Answer): boolean {
  if (typeof ours === 'string' || typeof theirs === 'string') return ours === theirs;
  return 'parsing' in ours === 'parsing' in theirs;
}
