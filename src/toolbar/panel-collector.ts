import { readFile } from 'node:fs/promises';
import { createRequestContext, type RequestContext, runInContext } from '../events/index.ts';
import type { Trace } from '../observe/index.ts';
import { toolbarError } from './errors.ts';
import type { Panel, PanelData, PanelDocument } from './panel.ts';

/** Characters of a panel's JSON; more is an error in its place. */
const MAX_LENGTH = 500_000;

/** A panel that never answers is not waited for. */
const TIMEOUT_MS = 5_000;

type Outcome = { readonly data: PanelData } | { readonly error: string } | 'pending';

/** Asks the application's panels about requests and keeps what they say as long as the trace. */
export class PanelCollector {
  readonly #panels: readonly Panel[];
  readonly #outcomes = new WeakMap<Trace, Map<string, Outcome>>();

  /** @throws toolbar.panel.invalid */
  constructor(panels: readonly Panel[]) {
    for (const [index, panel] of panels.entries()) checkPanel(panel, panels.slice(0, index));
    this.#panels = panels;
  }

  /** Asks all of them; a panel that fails has its error shown and disturbs nobody. */
  collect(trace: Trace, context: RequestContext): void {
    if (this.#panels.length === 0 || this.#outcomes.has(trace)) return;
    const outcomes = new Map<string, Outcome>();
    this.#outcomes.set(trace, outcomes);
    for (const panel of this.#panels) {
      outcomes.set(panel.name, 'pending');
      // In a context of its own: what it asks the database is no part of the request.
      runInContext(createRequestContext(), () => ask(panel, trace, context)).then((outcome) =>
        outcomes.set(panel.name, outcome),
      );
    }
  }

  documents(trace: Trace): readonly PanelDocument[] {
    return this.#panels.map(({ name, title, module }) => {
      const outcome = this.#outcomes.get(trace)?.get(name) ?? 'pending';
      return {
        name,
        title,
        data: typeof outcome === 'object' && 'data' in outcome ? outcome.data : null,
        error: typeof outcome === 'object' && 'error' in outcome ? outcome.error : null,
        hasModule: module !== undefined,
      };
    });
  }

  /** The script of a panel that has one. */
  async script(name: string): Promise<string | undefined> {
    const module = this.#panels.find((panel) => panel.name === name)?.module;
    return module === undefined ? undefined : readFile(module, 'utf8');
  }
}

async function ask(panel: Panel, trace: Trace, context: RequestContext): Promise<Outcome> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const error = new Error(`It did not answer within ${TIMEOUT_MS} ms.`);
    timer = setTimeout(() => reject(error), TIMEOUT_MS).unref();
  });
  try {
    // A turn later: nobody is to wait for a panel that computes.
    await new Promise((resolve) => setImmediate(resolve));
    const data = await Promise.race([panel.collect({ trace, context }), late]);
    return { data: plainData(data) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
  }
}

/** A copy of it, so that nothing of the application stays alive for it. */
function plainData(data: PanelData): PanelData {
  const json: string | undefined = JSON.stringify(data);
  if (json === undefined || json === 'null') throw new Error('collect() returned nothing.');
  if (json.length > MAX_LENGTH) throw new Error(`It collected more than ${MAX_LENGTH} characters.`);
  return JSON.parse(json);
}

function checkPanel(panel: Panel, before: readonly Panel[]): void {
  const invalid = (problem: string, hint: string) =>
    toolbarError('toolbar.panel.invalid', `toolbar(): the panel "${panel?.name}" ${problem}.`, {
      hint,
    });
  if (!/^[a-z][a-z0-9-]{0,39}$/.test(panel?.name ?? '')) {
    throw invalid('has no name that can be one', 'Use lower-case letters, digits and hyphens.');
  }
  if (before.some(({ name }) => name === panel.name)) {
    throw invalid('is there twice', 'Give each panel a name of its own.');
  }
  if (typeof panel.title !== 'string' || typeof panel.collect !== 'function') {
    throw invalid('has no title or no collect()', 'Both are needed: see the guide of the toolbar.');
  }
  if (
    panel.module !== undefined &&
    !(panel.module instanceof URL && panel.module.protocol === 'file:')
  ) {
    throw invalid('has a module that is no file', "Write new URL('./panel.js', import.meta.url).");
  }
}
