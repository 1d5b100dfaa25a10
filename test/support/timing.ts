import type { TestOptions } from 'vitest';

/**
 * For tests that say who had the processor, and for how long: another process may take it in the
 * middle of one, for longer than anything measured here. What is wrong fails each time.
 */
export const MEASURES_TIME: TestOptions = { retry: 3 };
