import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { Receiver, Row, SaveSignal } from '../../src/orm/index.ts';
import { addMovies, connectCinema, Genre, Movie } from '../support/cinema.ts';

let save: SaveSignal<Row<typeof Movie>>;

beforeEach(async () => {
  await connectCinema();
  const row = (await addMovies()).jaws;
  save = { model: Movie, row, created: false, fields: ['title'], using: 'default' };
});

function connect(
  receiver: Receiver<{ readonly row: { readonly title: string } }>,
  id?: string,
): void {
  const options = id === undefined ? {} : { id };
  onTestFinished(Movie.signals.preSave.connect(receiver, options));
}

describe('a signal of a model', () => {
  test('tells its receivers what was sent, and those of no other signal', async () => {
    const told: unknown[] = [];
    onTestFinished(Movie.signals.postSave.connect((sent) => told.push(sent)));
    onTestFinished(Movie.signals.preSave.connect(() => told.push('preSave')));
    onTestFinished(Genre.signals.postSave.connect(() => told.push('Genre')));
    await Movie.signals.postSave.send(save);
    expect(told).toEqual([save]);
  });

  test('awaits one receiver after the other, in the order they were connected in', async () => {
    const order: string[] = [];
    connect(async () => {
      await new Promise((resolve) => setImmediate(resolve));
      order.push('slow');
    });
    connect(({ row }) => order.push(row.title));
    await Movie.signals.preSave.send(save);
    expect(order).toEqual(['slow', 'Jaws']);
  });

  test('hands on what a receiver throws, and calls none behind it', async () => {
    const order: string[] = [];
    connect(() => {
      throw new Error('no sequels');
    });
    connect(() => order.push('second'));
    await expect(Movie.signals.preSave.send(save)).rejects.toThrow('no sequels');
    expect(order).toEqual([]);
  });

  test('connects a receiver once, and one of each id', async () => {
    const order: string[] = [];
    const receiver = () => order.push('same');
    connect(receiver);
    connect(receiver);
    connect(() => order.push('first of id'), 'index');
    connect(() => order.push('second of id'), 'index');
    await Movie.signals.preSave.send(save);
    expect(order).toEqual(['same', 'first of id']);
  });

  test('disconnects by receiver, by id and by what connect() returned', async () => {
    const order: string[] = [];
    const receiver = () => order.push('receiver');
    connect(receiver);
    connect(() => order.push('id'), 'index');
    const end = Movie.signals.preSave.connect(() => order.push('returned'));
    end();
    expect(Movie.signals.preSave.disconnect(receiver)).toBe(true);
    expect(Movie.signals.preSave.disconnect('index')).toBe(true);
    expect(Movie.signals.preSave.disconnect('index')).toBe(false);
    expect(Movie.signals.preSave.hasReceivers).toBe(false);
    await Movie.signals.preSave.send(save);
    expect(order).toEqual([]);
  });

  test('may lose receivers while it is sent', async () => {
    const order: string[] = [];
    const end = Movie.signals.preSave.connect(() => {
      order.push('once');
      end();
    });
    connect(() => order.push('always'));
    await Movie.signals.preSave.send(save);
    await Movie.signals.preSave.send(save);
    expect(order).toEqual(['once', 'always', 'always']);
  });

  test('refuses options it does not know', () => {
    expect(() => Movie.signals.preSave.connect(() => {}, { uid: 'x' } as object)).toThrow(
      expect.objectContaining({ code: 'core.option.unknown' }),
    );
  });
});
