import { fromZone } from '../core/index.ts';
import { ormError } from './errors.ts';

let current = 'UTC';

/** The zone in which instants are looked at by date lookups and truncations: an IANA name. */
export function timeZone(): string {
  return current;
}

/**
 * Sets the zone for date lookups and truncations: `setTimeZone('Europe/Paris')`. Instants are
 * stored as UTC whatever it is. It becomes a part of the SQL, so changing it back and forth has
 * statements compiled anew; for one query in another zone there is `Trunc(…, { zone })`.
 *
 * @throws orm.time_zone.unknown
 */
export function setTimeZone(zone: string): void {
  current = checkedZone(zone);
}

/** @throws orm.time_zone.unknown for what is no IANA name of a zone. */
export function checkedZone(zone: string): string {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
  } catch (cause) {
    throw ormError('orm.time_zone.unknown', `There is no time zone "${zone.slice(0, 60)}".`, {
      hint: 'Use a name of the IANA data base, such as "Europe/Paris" or "UTC".',
      cause,
    });
  }
  return zone;
}

/** The instant at which a day, `YYYY-MM-DD`, begins in a zone. */
export function instantAt(day: string, zone: string): Date {
  return new Date(`${fromZone(`${day} 00:00:00.000`, zone).replace(' ', 'T')}Z`);
}
