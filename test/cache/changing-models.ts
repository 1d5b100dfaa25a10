import { char, foreignKey, integer, manyToMany, model } from '../../src/orm/index.ts';

// As in test/support/cinema.ts, which the processes of the test cannot load outside of it.

export const Director = model('Director', { name: char({ maxLength: 120 }) });

export const Genre = model('Genre', { name: char({ maxLength: 40 }) });

export const Movie = model('Movie', {
  title: char({ maxLength: 200 }),
  votes: integer({ default: 0 }),
  get director() {
    return foreignKey(() => Director, { onDelete: 'cascade' });
  },
  get genres() {
    return manyToMany(() => Genre);
  },
});
