import { char, date, foreignKey, hasMany, index, integer, model } from 'uptempo/orm';

export const Director = model('Director', {
  name: char({ maxLength: 120 }),
  get movies() {
    return hasMany(() => Movie, 'director');
  },
});

export const Movie = model('Movie', {
  title: char({ maxLength: 200, index: true }),
  year: integer({ index: true }),
  votes: integer({ default: 0 }),
  plot: char({ maxLength: 400 }),
  get director() {
    return foreignKey(() => Director, { onDelete: 'cascade' });
  },
  get tickets() {
    return hasMany(() => Ticket, 'movie');
  },
});

/** Of these there are many; `seller` has no index. */
export const Ticket = model('Ticket', {
  seat: char({ maxLength: 8 }),
  seller: char({ maxLength: 40 }),
  cents: integer(),
  soldOn: date(),
  get movie() {
    return foreignKey(() => Movie, { onDelete: 'cascade' });
  },
});

const BOOKING = {
  guest: char({ maxLength: 40 }),
  seats: integer(),
} as const;

/** Looked for by their guests, without an index and with one. */
export const Booking = model('Booking', BOOKING);
export const IndexedBooking = model('IndexedBooking', BOOKING, {
  indexes: [index({ fields: ['guest'] })],
});

/** What writing apps write. */
export const Visit = model('Visit', {
  visitor: char({ maxLength: 40 }),
  minutes: integer({ default: 0 }),
});
