export { root } from '../../scripts/testing/root.ts';
