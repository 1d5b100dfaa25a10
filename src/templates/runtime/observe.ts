import { currentContext, templateRenderChannel, threadClock } from '../../events/index.ts';
import { type GivenName, NOTHING_GIVEN } from './given-names.ts';
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

/** Publishes an event when the steps of a template are over. */
export function* observed(
  steps: Steps<string>,
  render: Render,
  context: ContextData,
  locals: ContextData | null,
  given: readonly GivenName[] = NOTHING_GIVEN,
): Steps<string> {
  const requestContext = currentContext();
  threadClock.mark(requestContext);
  const startedMs = performance.now();
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
      contextNames: namesInSight(context, locals, given),
      contextValues: () => ({ ...context, ...locals }),
      error,
    });
  }
}

function namesInSight(
  context: ContextData,
  locals: ContextData | null,
  given: readonly GivenName[],
): string[] {
  const names = new Set([...Object.keys(context), ...Object.keys(locals ?? {})]);
  for (const { name } of given) names.add(name);
  return [...names];
}
