/**
 * `development` shows errors in full and serves local host names only; `production` shows
 * nothing and wants its settings complete.
 */
export type Mode = 'development' | 'production';
