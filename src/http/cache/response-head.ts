import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { Writable } from 'node:stream';

/** Where Node keeps a head that it has written, until it is sent together with the body. */
export interface WithHead {
  _header?: unknown;
  _headerSent?: boolean;
}

export const STATUS_LINE = 'HTTP/1.1 200 OK\r\n';

/** Takes what a response writes, at once. */
class Sink extends Writable {
  text = '';

  override _write(chunk: string | Buffer, encoding: BufferEncoding, done: () => void): void {
    this.text +=
      typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk.toString('latin1');
    done();
  }
}

/** What is sent after something was done to a response that has written its head. */
function sentBy(change: (response: ServerResponse & WithHead) => void): string {
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  const sink = new Sink({ decodeStrings: false });
  response.assignSocket(sink as unknown as Socket);
  response.sendDate = false;
  response.writeHead(200, ['content-length', '1']);
  change(response as ServerResponse & WithHead);
  return sink.text;
}

/**
 * Whether this Node keeps heads where we know them, sends what is put there instead, and nothing
 * where it is told that the head was sent. Another Node gets all headers the usual way.
 */
export const canAddLines = (() => {
  let head: unknown;
  const withBody = sentBy((response) => {
    head = response._header;
    response._header = `${response._header}\u00e9`;
    response.end();
  });
  const whole = sentBy((response) => {
    response._headerSent = true;
    response.end(Buffer.from('whole'));
  });
  const isKept = typeof head === 'string' && head.startsWith(`${STATUS_LINE}content-length: 1\r\n`);
  return (
    isKept && withBody === Buffer.from(`${head}\u00e9`, 'latin1').toString() && whole === 'whole'
  );
})();
