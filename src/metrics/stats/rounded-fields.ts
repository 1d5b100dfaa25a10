/** The same object with its numbers cut to a nanosecond, which makes their text a third as long. */
export function roundedFields<T extends object>(fields: T): T {
  const rounded = { ...fields };
  for (const name in rounded) {
    const value = rounded[name];
    if (typeof value === 'number') rounded[name] = (Math.round(value * 1e6) / 1e6) as typeof value;
  }
  return rounded;
}
