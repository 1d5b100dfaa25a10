import { bigInteger, char, date, decimal, foreignKey, hasMany, integer, model } from 'uptempo/orm';

export const Director = model(
  'Director',
  {
    name: char({ maxLength: 120, unique: true }),
    get movies() {
      return hasMany(() => Movie, 'director');
    },
  },
  { ordering: ['name'] },
);

export const Genre = model(
  'Genre',
  {
    name: char({ maxLength: 60, unique: true }),
    get movies() {
      return hasMany(() => Movie, 'genre');
    },
  },
  { ordering: ['name'] },
);

export const Distributor = model(
  'Distributor',
  {
    name: char({ maxLength: 120, unique: true }),
    get movies() {
      return hasMany(() => Movie, 'distributor');
    },
  },
  { ordering: ['name'] },
);

/** A film. Money is in US dollars; what the source does not know is null. */
export const Movie = model(
  'Movie',
  {
    title: char({ maxLength: 200, index: true }),
    year: integer({ null: true }),
    /** The day it opened; null where only the year is known. */
    released: date({ null: true }),
    /** What IMDb's users gave it, from 1 to 10. */
    rating: decimal({ digits: 3, places: 1, null: true }),
    /** How many of them gave it a rating. */
    votes: integer({ default: 0, index: true }),
    /** Takings at the box office, worldwide. */
    gross: bigInteger({ null: true }),
    budget: bigInteger({ null: true }),
    /** Minutes. */
    runningTime: integer({ null: true }),
    /** Who may see it in the US: G, PG, PG-13, R, NC-17. */
    certificate: char({ maxLength: 10, null: true }),
    get director() {
      return foreignKey(() => Director, { onDelete: 'set null', null: true });
    },
    get genre() {
      return foreignKey(() => Genre, { onDelete: 'set null', null: true });
    },
    get distributor() {
      return foreignKey(() => Distributor, { onDelete: 'set null', null: true });
    },
  },
  { ordering: ['-votes', 'title'] },
);
