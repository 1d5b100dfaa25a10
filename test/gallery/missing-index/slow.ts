import { galleryApp } from '../app.ts';
import { Booking } from '../models.ts';

export const app = galleryApp({
  database: 'each',
  routes(site) {
    site.get('/', async () => {
      const bookings = await Booking.objects.filter({ guest: 'Guest 7' }).slice(0, 20); // finding: missing-index
      return { seats: bookings.reduce((sum, { seats }) => sum + seats, 0) };
    });
  },
});
