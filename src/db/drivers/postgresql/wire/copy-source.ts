import type { CopyExchange } from './copy-exchange.ts';
import { copyLine } from './copy-text.ts';
import { asError } from './exchange.ts';
import type { MessageWriter } from './message-writer.ts';
import type { WireValue } from './parameters.ts';
import type { Pipeline } from './pipeline.ts';

/** Rows to be copied, each the values of the columns in their order. */
export type CopyRows = Iterable<readonly WireValue[]> | AsyncIterable<readonly WireValue[]>;

/** Characters that are put together before they are written. */
const BATCH_LENGTH = 32_768;

/**
 * Sends the rows of a COPY once the server wants them, no faster than it takes them. If the rows
 * themselves fail, the COPY is undone and fails with that error.
 */
export async function sendCopy(
  exchange: CopyExchange,
  rows: CopyRows,
  writer: MessageWriter,
  pipeline: Pipeline,
): Promise<void> {
  if (!(await exchange.started)) return;
  try {
    await sendRows(exchange, rows, writer, pipeline);
    if (!exchange.isOver) writer.copyDone();
  } catch (error) {
    exchange.failure = asError(error);
    if (!exchange.isOver) writer.copyFail('the rows could not be read');
  }
  pipeline.flush();
}

async function sendRows(
  exchange: CopyExchange,
  rows: CopyRows,
  writer: MessageWriter,
  pipeline: Pipeline,
): Promise<void> {
  let batch = '';
  const send = async () => {
    writer.copyData(batch);
    batch = '';
    pipeline.flush();
    await pipeline.writable();
  };
  // `for await` would take a turn for each row of a plain list.
  if (Symbol.asyncIterator in rows) {
    for await (const row of rows) {
      if (exchange.hasEnded) return;
      batch += copyLine(row);
      if (batch.length > BATCH_LENGTH) await send();
    }
  } else {
    for (const row of rows) {
      if (exchange.hasEnded) return;
      batch += copyLine(row);
      if (batch.length > BATCH_LENGTH) await send();
    }
  }
  if (batch !== '') await send();
}
