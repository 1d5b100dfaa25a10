import { describe, expect, test } from 'vitest';
import {
  type MessageHandler,
  MessageParser,
} from '../../../src/db/drivers/postgresql/wire/message-parser.ts';
import { skipRows } from '../../../src/db/drivers/postgresql/wire/row-reader.ts';
import { failureOf } from '../../support/failures.ts';

function message(code: string, content: string | Buffer = ''): Buffer {
  const body = Buffer.from(content);
  const bytes = Buffer.alloc(5 + body.length);
  bytes.write(code, 0, 'latin1');
  bytes.writeInt32BE(4 + body.length, 1);
  body.copy(bytes, 5);
  return bytes;
}

/** Notes each message, and each row on its own however many arrive at once. */
class Recorder implements MessageHandler {
  readonly messages: string[] = [];

  dataRows(bytes: Buffer, offset: number, end: number): number {
    const stop = skipRows(bytes, offset, end);
    for (let row = offset; row < stop; ) {
      const next = row + 1 + bytes.readInt32BE(row + 1);
      this.messages.push(`D ${bytes.toString('latin1', row + 5, next)}`);
      row = next;
    }
    return stop;
  }

  message(code: number, bytes: Buffer, start: number, end: number): void {
    this.messages.push(`${String.fromCharCode(code)} ${bytes.toString('latin1', start, end)}`);
  }
}

const STREAM = Buffer.concat([
  message('2'),
  message('D', 'Jaws'),
  message('D', ''),
  message('D', 'Close Encounters of the Third Kind'),
  message('C', 'SELECT 3\0'),
  message('Z', 'I'),
  message('n'),
  message('E', 'SERROR\0\0'),
  message('D', 'Duel'),
]);

const MESSAGES = [
  '2 ',
  'D Jaws',
  'D ',
  'D Close Encounters of the Third Kind',
  'C SELECT 3\0',
  'Z I',
  'n ',
  'E SERROR\0\0',
  'D Duel',
];

function parse(...chunks: readonly Buffer[]): readonly string[] {
  const recorder = new Recorder();
  const parser = new MessageParser(recorder);
  for (const chunk of chunks) parser.push(chunk);
  return recorder.messages;
}

describe('the stream of messages', () => {
  test('may come in one piece', () => {
    expect(parse(STREAM)).toEqual(MESSAGES);
  });

  test('may be split in two at any byte', () => {
    for (let at = 0; at <= STREAM.length; at++) {
      expect(parse(STREAM.subarray(0, at), STREAM.subarray(at))).toEqual(MESSAGES);
    }
  });

  test('may be split in three at any two bytes', () => {
    for (let first = 0; first <= STREAM.length; first++) {
      for (let second = first; second <= STREAM.length; second++) {
        const chunks = [
          STREAM.subarray(0, first),
          STREAM.subarray(first, second),
          STREAM.subarray(second),
        ];
        expect(parse(...chunks)).toEqual(MESSAGES);
      }
    }
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 11])('may come in pieces of %i bytes', (size) => {
    const chunks = Array.from({ length: Math.ceil(STREAM.length / size) }, (_, index) =>
      STREAM.subarray(index * size, (index + 1) * size),
    );
    expect(parse(...chunks)).toEqual(MESSAGES);
  });
});

describe('bytes that are no messages', () => {
  test.each([
    ['a length that does not even count itself', 3],
    ['a negative length', -1],
    ['a length beyond what the server can send', 0x7fff_ffff],
  ])('%s is refused, in one piece or in parts', async (_, length) => {
    const bytes = Buffer.from([0x43, 0, 0, 0, 0, 0]);
    bytes.writeInt32BE(length, 1);
    expect((await failureOf(() => parse(bytes))).code).toBe('db.protocol');
    const parts = [bytes.subarray(0, 3), bytes.subarray(3)];
    expect((await failureOf(() => parse(...parts))).code).toBe('db.protocol');
  });

  test('a handler that does not take a whole row ends it, and not the process', async () => {
    const parser = new MessageParser({ dataRows: (_, offset) => offset, message() {} });
    expect((await failureOf(() => parser.push(STREAM))).code).toBe('db.protocol');
  });
});
