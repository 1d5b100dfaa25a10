import { defineChannel } from './channel.ts';
import type { RequestContext } from './request-context.ts';

/** Published after a template has been rendered, once per page and once per include. */
export interface TemplateRenderEvent {
  readonly context: RequestContext | undefined;
  /** `movies/list.html`. */
  readonly template: string;
  /** Absolute path, or undefined when it did not come from a file. */
  readonly file: string | undefined;
  /** 0 for the page itself, 1 for what it includes, and so on. */
  readonly depth: number;
  readonly startedMs: number;
  /** Milliseconds, loading of relations and included templates in it. */
  readonly durationMs: number;
  /** Length of the output in UTF-16 code units. */
  readonly outputLength: number;
  /** Names of the top-level context variables. */
  readonly contextNames: readonly string[];
  /**
   * Their values, put together when it is called. To be called soon or never: it keeps all of them
   * alive.
   */
  readonly contextValues?: () => Readonly<Record<string, unknown>>;
  readonly error: unknown;
}

export const templateRenderChannel = defineChannel<TemplateRenderEvent>('uptempo:templates:render');
