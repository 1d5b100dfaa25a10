import { Client } from 'pg';
import { afterAll, onTestFinished } from 'vitest';
import {
  arrayRows,
  type QueryOptions,
  type ResultColumn,
  WireConnection,
  type WireOptions,
  type WireResult,
  type WireValue,
} from '../../../src/db/drivers/postgresql/wire/index.ts';
import { createPostgresqlDatabase, type TemporaryDatabase } from '../../support/postgresql.ts';

/** An empty database with a connection of ours and one of plain pg. */
export interface Wire {
  readonly url: string;
  readonly connection: WireConnection;
  readonly pg: Client;
  /** The rows alone. */
  rows(
    sql: string,
    values?: readonly WireValue[],
    options?: QueryOptions,
  ): Promise<readonly (readonly WireResult[])[]>;
}

/** One for all tests of a file: creating one takes a hundred times as long as emptying it. */
let database: Promise<TemporaryDatabase> | undefined;
afterAll(async () => (await database)?.close());

export async function connectWire(options: WireOptions = {}): Promise<Wire> {
  database ??= createPostgresqlDatabase();
  const { url } = await database;
  const pg = await connectPg(url);
  await pg.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
  const connection = await openWire(url, options);
  return {
    url,
    connection,
    pg,
    rows: async (sql, values = [], queryOptions = {}) =>
      (await connection.query(sql, values, arrayRows, queryOptions)).rows,
  };
}

/** Another connection of ours, closed when the test is over. */
export async function openWire(url: string, options: WireOptions = {}): Promise<WireConnection> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const connection = new WireConnection(client, options);
  onTestFinished(() => connection.close());
  return connection;
}

/** pg with every value as the text the server sent. */
export async function connectPg(url: string): Promise<Client> {
  const text = (value: string) => value;
  const client = new Client({ connectionString: url, types: { getTypeParser: () => text } });
  await client.connect();
  onTestFinished(() => client.end());
  return client;
}

const WHOLE = [20, 21, 23, 26];
const FLOAT = [700, 701];
const BOOLEAN = 16;
const BYTES = 17;

/** What `arrayRows` should make of the text that plain pg got for a value. */
export function expectedValue(text: string | null, { type }: ResultColumn): WireResult {
  if (text === null) return null;
  if (WHOLE.includes(type)) {
    return Number.isSafeInteger(Number(text)) ? Number(text) : BigInt(text);
  }
  if (FLOAT.includes(type)) return Number(text);
  if (type === BOOLEAN) return text === 't';
  return type === BYTES ? new Uint8Array(Buffer.from(text.slice(2), 'hex')) : text;
}
