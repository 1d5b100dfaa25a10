import { declareErrors } from '../core/index.ts';

export const observeError = declareErrors({
  'observe.suppression.invalid': {
    summary:
      'A finding is to be ignored without a reason, without saying which, or until no date that exists.',
  },
});
