import { chromium } from './chromium.ts';
import { memcached } from './memcached.ts';
import { pgbouncer } from './pgbouncer.ts';
import { postgresql } from './postgresql.ts';
import { redis } from './redis.ts';
import type { Service } from './service.ts';

/** Every service that tests may ask for. */
export const services: readonly Service[] = [chromium, postgresql, pgbouncer, redis, memcached];
