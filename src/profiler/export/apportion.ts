/**
 * A whole number shared out in whole numbers by weights that add up to 1, so that the parts add up
 * to it: what rounding down leaves goes to those that lost most by it.
 */
export function apportion(total: number, weights: readonly number[]): number[] {
  const exact = weights.map((weight) => total * weight);
  const parts = exact.map(Math.floor);
  const left = total - parts.reduce((sum, part) => sum + part, 0);
  const byLoss = [...exact.keys()].sort(
    (first, second) => exact[second]! - parts[second]! - (exact[first]! - parts[first]!),
  );
  for (const index of byLoss.slice(0, left)) parts[index]!++;
  return parts;
}
