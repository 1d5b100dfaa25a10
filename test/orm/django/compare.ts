/** Floats, and decimals that no column holds, may differ in their last digits. */
const TOLERANCE = 1e-12;

/** Which of our codes stand for an exception of Django's. */
const CODES: Readonly<Record<string, RegExp>> = {
  DoesNotExist: /^orm\.not_found$/,
  MultipleObjectsReturned: /^orm\.multiple_found$/,
  IntegrityError: /^db\.constraint\./,
  ProtectedError: /^orm\.delete\./,
  FieldError: /^orm\.(field|lookup|relation|expression|annotation|query|update)\./,
  FieldDoesNotExist: /^orm\.field\./,
  AttributeError: /^orm\.relation\./,
  TypeError: /^orm\.query\./,
  NotSupportedError: /^orm\.query\./,
  ValueError: /^orm\./,
  ValidationError: /^orm\.value\./,
};

/** Whether our answer is Django's: exact but for the last digits of floats. */
export function isSame(ours: unknown, django: unknown): boolean {
  if (typeof ours === 'number' && typeof django === 'number') return isClose(ours, django);
  if (!isObject(ours) || !isObject(django)) return ours === django;
  if ('unordered' in django) {
    return isSameList(sorted(ours as unknown as unknown[]), sorted(django.unordered as unknown[]));
  }
  if ('raises' in django) {
    return CODES[String(django.raises)]?.test(String((ours as Fields).raises)) ?? false;
  }
  if ('decimal' in django) return isSameDecimal((ours as Fields).decimal, django.decimal);
  if (Array.isArray(ours)) return Array.isArray(django) && isSameList(ours, django);
  return isSameObject(ours as Fields, django);
}

type Fields = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

function isClose(a: number, b: number): boolean {
  return a === b || Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b));
}

/** A quotient has as many digits as its database cares to give. */
function isSameDecimal(ours: unknown, django: unknown): boolean {
  if (ours === django) return true;
  const isQuotient = [ours, django].every((text) => (String(text).split('.')[1]?.length ?? 0) > 9);
  return isQuotient && isClose(Number(ours), Number(django));
}

function isSameList(ours: readonly unknown[], django: readonly unknown[]): boolean {
  return ours.length === django.length && ours.every((item, at) => isSame(item, django[at]));
}

function isSameObject(ours: Fields, django: Fields): boolean {
  const keys = Object.keys(ours);
  return (
    keys.length === Object.keys(django).length &&
    keys.every((key) => Object.hasOwn(django, key) && isSame(ours[key], django[key]))
  );
}

function sorted(rows: readonly unknown[]): unknown[] {
  if (!Array.isArray(rows)) return [rows];
  return rows.toSorted((a, b) => (textOf(a) < textOf(b) ? -1 : 1));
}

function textOf(row: unknown): string {
  if (!isObject(row) || Array.isArray(row)) return JSON.stringify(row);
  return JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)));
}
