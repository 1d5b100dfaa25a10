export { type AdviceOptions, adviseIndexes, adviseIndexesOf } from './advise-indexes.ts';
export { type Candidate, indexCandidates } from './candidates.ts';
