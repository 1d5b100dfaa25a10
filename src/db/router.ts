import { checkOptions, type OptionKind, option } from '../core/index.ts';

/** What a router is asked about; models of the ORM are such. */
export interface RoutedModel {
  readonly name: string;
}

export interface RoutingHints {
  /** The row that the statement starts from, when there is one. */
  readonly row?: object | undefined;
}

/**
 * Decides which of several databases a model's statements go to, when the caller did not say.
 * Both answers are an alias of the settings, or undefined to leave it to the next router; in the
 * end it is `default`.
 *
 * ```ts
 * const replicas: DatabaseRouter = { dbForRead: () => 'replica' };
 * ```
 */
export interface DatabaseRouter {
  dbForRead?(model: RoutedModel, hints: RoutingHints): string | undefined;
  dbForWrite?(model: RoutedModel, hints: RoutingHints): string | undefined;
}

const ROUTER_KINDS: Readonly<Record<keyof DatabaseRouter, OptionKind>> = {
  dbForRead: option.function,
  dbForWrite: option.function,
};

/** @throws core.option.unknown, core.option.invalid */
export function checkRouters(routers: readonly DatabaseRouter[]): readonly DatabaseRouter[] {
  return routers.map((router) => checkOptions('router', router, ROUTER_KINDS));
}

/** The alias of the first router that has an answer. */
export function routedAlias(
  routers: readonly DatabaseRouter[],
  question: keyof DatabaseRouter,
  model: RoutedModel,
  hints: RoutingHints,
): string | undefined {
  for (const router of routers) {
    const alias = router[question]?.(model, hints);
    if (alias !== undefined) return alias;
  }
  return undefined;
}
