/**
 * Headers of every response unless the view sets another value; Django's SecurityMiddleware and
 * XFrameOptionsMiddleware send the same.
 */
export const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
} as const;
