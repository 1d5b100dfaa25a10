import { chromium } from './chromium.ts';
import { pgbouncer } from './pgbouncer.ts';
import { postgresql } from './postgresql.ts';
import type { Service } from './service.ts';

/** Every service that tests may ask for. */
export const services: readonly Service[] = [chromium, postgresql, pgbouncer];
