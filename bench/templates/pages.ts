/** A film as the pages show it. */
export interface Movie {
  readonly title: string;
  readonly director: string;
  readonly votes: number;
  readonly isNew: boolean;
}

export type PageData = {
  readonly title: string;
  readonly user: { readonly name: string };
  readonly categories: readonly string[];
  readonly movies: readonly Movie[];
};

/** A page as a function of what it shows. */
export type Page = (data: PageData) => string;

/** The pages that each engine renders; the same HTML but for white space between lines. */
export interface Pages {
  /** A table of films. */
  readonly table: Page;
  /** A page that fills the blocks of a layout, includes its navigation and a card for each film. */
  readonly site: Page;
}

/** What a module of peers/templates/ offers for this bench. */
export interface TemplatePeer {
  /** Compiles its templates anew, as a process that has just begun. @param number - see `edition`. */
  compile(number?: number): Pages;
}

/** Every tenth title and director has something to escape. */
export function pageData(rows: number): PageData {
  const movies = Array.from({ length: rows }, (_, index) => ({
    title: index % 10 === 0 ? `Fast & Furious ${index}` : `Film number ${index}`,
    director: index % 10 === 5 ? `Director <${index}>` : `Director ${index}`,
    votes: index * 7919,
    isNew: index % 3 === 0,
  }));
  return {
    title: 'Films & more',
    user: { name: 'Ada <ada@example.org>' },
    categories: ['Drama', 'Comedy', 'Crime & mystery', 'Documentary', 'Animation'],
    movies,
  };
}
