import { BoundedMap } from '../../../core/index.ts';

/** The names of the statements that one session has prepared, by their text. */
export class StatementNames {
  readonly #names: BoundedMap<string, string> | undefined;
  #count = 0;

  /**
   * @param max - statements kept; the oldest makes room. 0: none is kept, none has a name.
   * @param onEvict - closes one on the server.
   */
  constructor(max: number, onEvict: (name: string) => void) {
    this.#names = max === 0 ? undefined : new BoundedMap(max, onEvict);
  }

  /** The name to run a text under; undefined when statements are not kept. */
  of(sql: string): string | undefined {
    if (this.#names === undefined) return undefined;
    let name = this.#names.get(sql);
    if (name === undefined) {
      // Never the same twice: a name the server has forgotten may still be on its way.
      name = `uptempo_${++this.#count}`;
      this.#names.set(sql, name);
    }
    return name;
  }

  /** Next time the text is prepared anew. */
  forget(sql: string): void {
    this.#names?.delete(sql);
  }
}
