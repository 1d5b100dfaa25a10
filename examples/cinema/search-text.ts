import type { Request } from 'uptempo/http';

/** What `?q=` asks for, without spaces around it; empty when it asks for nothing. */
export function searchText(request: Request): string {
  const { q } = request.query as { readonly q?: unknown };
  return typeof q === 'string' ? q.trim() : '';
}
