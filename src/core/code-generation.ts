/**
 * Whether `new Function` works here; some environments forbid it
 * (`node --disallow-code-generation-from-strings`). What generates code then takes a slower way.
 */
export const canGenerateCode: boolean = tryIt();

function tryIt(): boolean {
  try {
    return new Function('return true')() === true;
  } catch {
    return false;
  }
}
