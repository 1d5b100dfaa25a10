import { createTables } from '../../src/orm/index.ts';
import { Booking, Director, IndexedBooking, Movie, Ticket, Visit } from './models.ts';

export const MOVIES = 2_000;
export const TICKETS = 60_000;
export const BOOKINGS = 30_000;
const DIRECTORS = 40;

const PLOT =
  'A director who has lost a film looks for it in every cinema of the town, and finds the people who ' +
  'saw it instead; each of them remembers another ending, and none of them the one that was shot.';

/** Fills the database that is connected, the same way each time. */
export async function fillDatabase(): Promise<void> {
  await createTables();
  const directors = await Director.objects.bulkCreate(
    Array.from({ length: DIRECTORS }, (_, index) => ({ name: `Director ${index}` })),
  );
  const movies = await Movie.objects.bulkCreate(
    Array.from({ length: MOVIES }, (_, index) => ({
      title: `Movie ${index}`,
      year: 1920 + (index % 100),
      plot: PLOT,
      director: directors[index % DIRECTORS]!,
    })),
  );
  await Ticket.objects.bulkCreate(
    Array.from({ length: TICKETS }, (_, index) => ({
      seat: `${'ABCDEFGH'[index % 8]}${index % 40}`,
      seller: `Seller ${index % 25}`,
      cents: 900 + (index % 7) * 50,
      soldOn: `2024-0${1 + (index % 9)}-15`,
      movie: movies[index % 500]!,
    })),
  );
  const bookings = Array.from({ length: BOOKINGS }, (_, index) => ({
    guest: `Guest ${index % 5_000}`,
    seats: 1 + (index % 6),
  }));
  await Booking.objects.bulkCreate(bookings);
  await IndexedBooking.objects.bulkCreate(bookings);
  await Visit.objects.bulkCreate(
    Array.from({ length: 30 }, (_, index) => ({ visitor: `Visitor ${index}` })),
  );
}
