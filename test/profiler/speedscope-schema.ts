/**
 * The part of https://www.speedscope.app/file-format-schema.json that our files are written by:
 * `File`, `Frame` and `SampledProfile`, with every property that it requires.
 */
export function speedscopeProblems(file: unknown): readonly string[] {
  const problems: string[] = [];
  const expectThat = (isTrue: boolean, what: string) => {
    if (!isTrue) problems.push(what);
  };
  const { $schema, shared, profiles, name, exporter, activeProfileIndex } = file as Json;
  expectThat($schema === 'https://www.speedscope.app/file-format-schema.json', '$schema');
  expectThat(name === undefined || typeof name === 'string', 'name');
  expectThat(exporter === undefined || typeof exporter === 'string', 'exporter');
  expectThat(activeProfileIndex === undefined || isNumber(activeProfileIndex), 'activeProfile');
  const frames = (shared as Json).frames as readonly Json[];
  expectThat(Array.isArray(frames) && frames.every(isFrame), 'shared.frames');
  expectThat(Array.isArray(profiles), 'profiles');
  for (const profile of profiles as readonly Json[]) {
    const { type, unit, startValue, endValue, samples, weights } = profile;
    expectThat(type === 'sampled', 'type');
    expectThat(typeof profile.name === 'string', 'profile.name');
    expectThat(UNITS.includes(unit as string), 'unit');
    expectThat(isNumber(startValue) && isNumber(endValue), 'startValue and endValue');
    expectThat(Array.isArray(weights) && weights.every(isNumber), 'weights');
    const stacks = samples as readonly (readonly unknown[])[];
    expectThat(
      stacks.length === (weights as readonly unknown[]).length,
      'as many weights as samples',
    );
    expectThat(
      stacks.every((stack) => stack.every((index) => isIndex(index, frames))),
      'samples',
    );
  }
  return problems;
}

type Json = Readonly<Record<string, unknown>>;

const UNITS = ['none', 'nanoseconds', 'microseconds', 'milliseconds', 'seconds', 'bytes'];

function isFrame({ name, file, line, col, ...others }: Json): boolean {
  return (
    typeof name === 'string' &&
    (file === undefined || typeof file === 'string') &&
    (line === undefined || isNumber(line)) &&
    (col === undefined || isNumber(col)) &&
    Object.keys(others).length === 0
  );
}

function isIndex(value: unknown, list: readonly unknown[]): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) < list.length;
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value);
}
