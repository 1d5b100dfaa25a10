import { BoundedMap } from '../../core/index.ts';

/** Formatters are slow to make (about 0.1 ms each) and few in number. */
const offsetFormats = new BoundedMap<string, Intl.DateTimeFormat>(64);
const nameFormats = new BoundedMap<string, Intl.DateTimeFormat>(64);

/** English-speaking regions, each with short names of its own for some zones. */
const NAMING_LOCALES = ['en-US', 'en-GB', 'en-CA', 'en-AU', 'en-NZ', 'en-IN', 'en-ZA'] as const;

/** Short names of zones without summer time that no English-speaking region has a name for. */
const LOCAL_NAMES: Readonly<Record<string, string>> = {
  'Africa/Johannesburg': 'SAST',
  'Africa/Lagos': 'WAT',
  'Africa/Nairobi': 'EAT',
  'Asia/Hong_Kong': 'HKT',
  'Asia/Jakarta': 'WIB',
  'Asia/Karachi': 'PKT',
  'Asia/Manila': 'PST',
  'Asia/Seoul': 'KST',
  'Asia/Shanghai': 'CST',
  'Asia/Taipei': 'CST',
  'Asia/Tokyo': 'JST',
  'Europe/Moscow': 'MSK',
};

/** Minutes east of UTC of a zone at an instant. */
export function offsetMinutesAt(timeZone: string, instantMs: number): number {
  if (timeZone === 'UTC') return 0;
  const text = zonePart(offsetFormat(timeZone), instantMs);
  const match = /^GMT([+-])(\d\d):(\d\d)(?::\d\d)?$/.exec(text);
  if (match === null) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return match[1] === '-' ? -minutes : minutes;
}

/** The short name of a zone at an instant: `UTC`, `CEST`, or `+03` for zones without a name. */
export function zoneNameAt(timeZone: string, instantMs: number): string {
  if (timeZone === 'UTC') return 'UTC';
  if (Object.hasOwn(LOCAL_NAMES, timeZone)) return LOCAL_NAMES[timeZone]!;
  for (const locale of NAMING_LOCALES) {
    const name = zonePart(nameFormat(timeZone, locale), instantMs);
    if (/^[A-Z]+$/.test(name) && name !== 'GMT') return name;
    if (name === 'GMT' && timeZone === 'Europe/London') return name;
  }
  return numericName(offsetMinutesAt(timeZone, instantMs));
}

/** Whether a zone has its clocks put forward at an instant. */
export function isSummerTime(timeZone: string, instantMs: number): boolean {
  const year = new Date(instantMs).getUTCFullYear();
  const winter = offsetMinutesAt(timeZone, Date.UTC(year, 0, 1));
  const summer = offsetMinutesAt(timeZone, Date.UTC(year, 6, 1));
  return offsetMinutesAt(timeZone, instantMs) > Math.min(winter, summer);
}

export function isTimeZone(name: string): boolean {
  try {
    offsetFormat(name);
    return true;
  } catch {
    return false;
  }
}

function numericName(offsetMinutes: number): string {
  const absolute = Math.abs(offsetMinutes);
  const hours = String(Math.floor(absolute / 60)).padStart(2, '0');
  const minutes = absolute % 60 === 0 ? '' : String(absolute % 60).padStart(2, '0');
  return `${offsetMinutes < 0 ? '-' : '+'}${hours}${minutes}`;
}

function offsetFormat(timeZone: string): Intl.DateTimeFormat {
  let format = offsetFormats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
    offsetFormats.set(timeZone, format);
  }
  return format;
}

function nameFormat(timeZone: string, locale: string): Intl.DateTimeFormat {
  const key = `${locale} ${timeZone}`;
  let format = nameFormats.get(key);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'short' });
    nameFormats.set(key, format);
  }
  return format;
}

function zonePart(format: Intl.DateTimeFormat, instantMs: number): string {
  const parts = format.formatToParts(instantMs);
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
}
