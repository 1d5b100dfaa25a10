import type { App } from '../../src/http/index.ts';

/** A small app with one thing wrong, or the same with it put right. */
export interface GalleryApp {
  /** Adds the routes. Templates are beside the file, in `slow/` or `right/`. */
  routes(app: App): void | Promise<void>;
  /** What a visitor asks for; default `GET /`. */
  readonly request?: { readonly method?: 'GET' | 'POST'; readonly url: string };
  /** Requests that are sent at a time. Default 1. */
  readonly concurrency?: number;
  /** What the rule needs to show itself. Default SQLite. */
  readonly database?: 'sqlite' | 'postgresql' | 'each';
  /** Added to the address of the database, `?pool_size=1`. */
  readonly databaseParameters?: string;
  /** Address of the cache. Default in memory. */
  readonly cache?: string;
}

/** Declares an app of the gallery. */
export function galleryApp(app: GalleryApp): GalleryApp {
  return app;
}
