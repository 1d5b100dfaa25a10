import { expect, onTestFinished, test } from 'vitest';
import { type SignalEvent, signalChannel } from '../../src/events/index.ts';
import { char, connect, createTables, disconnect, model } from '../../src/orm/index.ts';

const Movie = model('SignalledMovie', { title: char({ maxLength: 50 }) });

test('each receiver that is called is told of, failed ones too', async () => {
  connect({ default: 'sqlite::memory:' });
  onTestFinished(() => disconnect());
  await createTables();
  const told: SignalEvent[] = [];
  onTestFinished(signalChannel.subscribe((event) => told.push(event)));
  onTestFinished(Movie.signals.preSave.connect(async function reindex() {}));
  const refuse = Movie.signals.postSave.connect(function refuse() {
    throw new Error('No more films.');
  });
  onTestFinished(refuse);
  await expect(Movie.objects.create({ title: 'Jaws' })).rejects.toThrow('No more films.');
  expect(told.map(({ signal, model, receiver }) => [signal, model, receiver])).toEqual([
    ['preSave', 'SignalledMovie', 'reindex'],
    ['postSave', 'SignalledMovie', 'refuse'],
  ]);
  expect(String(told[1]?.error)).toContain('No more films.');
});
