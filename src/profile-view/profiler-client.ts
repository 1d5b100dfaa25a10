import type { HeapList, ProfileDocument, ProfileList, RunningJson } from './document.ts';

/** What the profiler could not do; the message says why, for the reader. */
export class ProfilerUnavailable extends Error {}

/** Asks the profiler of the app that the page belongs to. */
export class ProfilerClient {
  readonly #base: string;

  /** @param base - path of the profiler's pages, without a slash at its end. */
  constructor(base: string) {
    this.#base = base;
  }

  async list(): Promise<ProfileList> {
    return (await this.#ask('/profiles.json')).json();
  }

  async start(seconds: number, intervalMs: number): Promise<RunningJson> {
    const body = JSON.stringify({ seconds, intervalMs });
    const headers = { 'content-type': 'application/json' };
    return (await this.#ask('/profiles', { method: 'POST', headers, body })).json();
  }

  async stop(id: string): Promise<void> {
    await this.#ask(`/profiles/${encodeURIComponent(id)}/stop`, { method: 'POST' });
  }

  async document(id: string, route: string | null): Promise<ProfileDocument> {
    return (await this.#ask(this.#file(id, 'json', route))).json();
  }

  async heap(): Promise<HeapList> {
    return (await this.#ask('/heap.json')).json();
  }

  async takeHeap(): Promise<HeapList> {
    return (await this.#ask('/heap', { method: 'POST' })).json();
  }

  /** Address of a profile as a file. */
  fileAddress(id: string, ending: string, route: string | null): string {
    return this.#base + this.#file(id, ending, route);
  }

  /** Address of a profile's own page. */
  page(id: string): string {
    return `${this.#base}/profiles/${encodeURIComponent(id)}`;
  }

  #file(id: string, ending: string, route: string | null): string {
    const query = route === null ? '' : `?${new URLSearchParams({ route })}`;
    return `/profiles/${encodeURIComponent(id)}.${ending}${query}`;
  }

  async #ask(path: string, init: RequestInit = {}): Promise<Response> {
    const response = await fetch(this.#base + path, { cache: 'no-store', ...init }).catch(() => {
      throw new ProfilerUnavailable(
        'The profiler cannot reach the server. It may be down, or the page’s ' +
          'Content-Security-Policy forbids requests to it (connect-src).',
      );
    });
    if (response.ok) return response;
    const { message } = await response.json().catch(() => ({}));
    throw new ProfilerUnavailable(
      typeof message === 'string' ? message : `The server refused (status ${response.status}).`,
    );
  }
}
