export { type AdviceOptions, adviseIndexes } from './advise-indexes.ts';
export { type Candidate, indexCandidates } from './candidates.ts';
