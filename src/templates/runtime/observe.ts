import { currentContext, templateRenderChannel } from '../../events/index.ts';
import type { Steps } from './pending.ts';
import type { ContextData, Render } from './render.ts';

/** Runs a template's main function; published as an event while somebody listens. */
export function renderTemplate(
  render: Render,
  autoescape: boolean,
  context: ContextData,
  locals: ContextData | null,
): Steps<string> {
  const steps = render.template.unit(autoescape).main(render, context, locals);
  return templateRenderChannel.hasSubscribers ? observed(steps, render, context, locals) : steps;
}

function* observed(
  steps: Steps<string>,
  render: Render,
  context: ContextData,
  locals: ContextData | null,
): Steps<string> {
  const startedMs = performance.now();
  const requestContext = currentContext();
  let output = '';
  let error: unknown;
  try {
    output = yield* steps;
    return output;
  } catch (thrown) {
    error = thrown;
    throw thrown;
  } finally {
    templateRenderChannel.publish({
      context: requestContext,
      template: render.template.displayName,
      file: render.template.source.file,
      depth: render.depth,
      startedMs,
      durationMs: performance.now() - startedMs,
      outputLength: output.length,
      contextNames: [...new Set([...Object.keys(context), ...Object.keys(locals ?? {})])],
      error,
    });
  }
}
