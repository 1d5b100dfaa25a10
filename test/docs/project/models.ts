import { char, decimal, foreignKey, hasMany, integer, model } from 'uptempo/orm';

export const Director = model('Director', {
  name: char({ maxLength: 120, index: true }),
  get movies() {
    return hasMany(() => Movie, 'director');
  },
});

export const Movie = model('Movie', {
  title: char({ maxLength: 200 }),
  rating: decimal({ digits: 3, places: 1, null: true }),
  votes: integer({ default: 0 }),
  get director() {
    return foreignKey(() => Director, { onDelete: 'cascade' });
  },
});
