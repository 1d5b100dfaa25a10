import { vi } from 'vitest';

/** Waits until it holds, however busy the machine is; the runner's own limit ends it. */
export async function eventually(holds: () => Promise<boolean>): Promise<void> {
  await vi.waitUntil(holds, { timeout: 100_000, interval: 20 });
}
