import { redis } from '../../scripts/services/index.ts';
import { describeWith, requireService } from '../support/services.ts';
import { describeConformance } from './conformance.ts';

describeWith(redis, 'Redis', () => {
  describeConformance('redis', async () => ({ url: await requireService(redis) }));
});
