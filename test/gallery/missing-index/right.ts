import { galleryApp } from '../app.ts';
import { IndexedBooking } from '../models.ts';

export const app = galleryApp({
  database: 'each',
  routes(site) {
    site.get('/', async () => {
      const bookings = await IndexedBooking.objects.filter({ guest: 'Guest 7' }).slice(0, 20);
      return { seats: bookings.reduce((sum, { seats }) => sum + seats, 0) };
    });
  },
});
