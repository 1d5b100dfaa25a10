import { BoundedMap } from '../../../../core/index.ts';
import type { MessageWriter } from './message-writer.ts';
import { PreparedStatement } from './prepared-statement.ts';

/** The prepared statements of one connection, by their SQL; the oldest goes when there are too many. */
export class StatementStore {
  readonly #statements: BoundedMap<string, PreparedStatement>;
  readonly #areNamed: boolean;
  #names = 0;

  /** @param writer that tells the server which statements are not needed any more. */
  constructor(writer: MessageWriter, maxStatements: number, areNamed: boolean) {
    this.#areNamed = areNamed;
    this.#statements = new BoundedMap(maxStatements, ({ isNamed, isParsed, name }) => {
      if (isNamed && isParsed) writer.closeStatement(name);
    });
  }

  get(sql: string): PreparedStatement {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = new PreparedStatement(sql, this.newName());
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  /** Whether the server has described it; asking does not add it. */
  isDescribed(sql: string): boolean {
    const statement = this.#statements.get(sql);
    return statement?.isNamed === true && statement.columns !== undefined;
  }

  newName(): string {
    return this.#areNamed ? `u${++this.#names}` : '';
  }
}
