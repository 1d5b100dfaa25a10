import type { FastifyReply } from 'fastify';
import { headerText } from './cache-control.ts';

/** The names in a Vary header, in lower case, sorted and each once. */
export function varyNames(header: unknown): readonly string[] {
  if (header === undefined) return [];
  const names = headerText(header)
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '');
  return [...new Set(names)].sort();
}

/** Says in the answer's Vary header that it depends on these headers of the request. */
export function patchVary(reply: FastifyReply, names: readonly string[]): void {
  const present = reply.getHeader('vary');
  const known = varyNames(present);
  const added = names.filter((name) => !known.includes(name.toLowerCase()));
  if (added.length === 0) return;
  const parts = present === undefined ? added : [headerText(present), ...added];
  reply.header('vary', parts.join(', '));
}
