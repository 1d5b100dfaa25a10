import { describeKind, suggest } from '../core/index.ts';
import { dbError } from './errors.ts';

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
 * end it is `default`. An object of a class may have more members.
 *
 * ```ts
 * const replicas: DatabaseRouter = { dbForRead: () => 'replica' };
 * ```
 */
export interface DatabaseRouter {
  dbForRead?(model: RoutedModel, hints: RoutingHints): string | undefined;
  dbForWrite?(model: RoutedModel, hints: RoutingHints): string | undefined;
}

/** What routers are asked. */
export type RoutingQuestion = keyof DatabaseRouter;

const QUESTIONS: readonly RoutingQuestion[] = ['dbForRead', 'dbForWrite'];

/** @throws db.router.invalid for what answers neither question, or has a misspelled answer */
export function checkRouters(routers: readonly unknown[]): readonly DatabaseRouter[] {
  for (const [index, router] of routers.entries()) checkRouter(router, `routers[${index}]`);
  return routers as readonly DatabaseRouter[];
}

function checkRouter(router: unknown, where: string): void {
  if (typeof router !== 'object' || router === null) {
    const hint =
      typeof router === 'function' ? 'Of a class, write the object: new MyRouter().' : EXAMPLE;
    throw invalid(`${where} is ${describeKind(router)}, not a router.`, hint);
  }
  // Only a plain object has nothing but answers: whatever else is in it was meant to be one.
  const names = isPlain(router) ? Object.keys(router) : membersOf(router).filter(isMeantAsAnswer);
  for (const name of names) {
    const isKnown = QUESTIONS.some((question) => question === name);
    if (!isKnown)
      throw invalid(`${where} has "${name}", which no router is asked.`, suggest(name, QUESTIONS));
    const answer = (router as Record<string, unknown>)[name];
    if (answer === undefined || typeof answer === 'function') continue;
    throw invalid(`${where}: "${name}" is ${describeKind(answer)}, not a function.`, EXAMPLE);
  }
  if (QUESTIONS.some((question) => (router as DatabaseRouter)[question] !== undefined)) return;
  throw invalid(`${where} has neither dbForRead nor dbForWrite.`, EXAMPLE);
}

const EXAMPLE = "A router looks like { dbForRead: (model) => 'replica' }.";

function isPlain(router: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(router);
  return prototype === Object.prototype || prototype === null;
}

/** The names of an object's members, those of its classes included. */
function membersOf(router: object): readonly string[] {
  const names: string[] = [];
  for (let at = router; at !== Object.prototype && at !== null; at = Object.getPrototypeOf(at)) {
    names.push(...Object.getOwnPropertyNames(at));
  }
  return names;
}

const isMeantAsAnswer = (name: string) => /^db_?for/i.test(name);

/** The alias of the first router that has an answer. @throws db.router.invalid */
export function routedAlias(
  routers: readonly DatabaseRouter[],
  question: RoutingQuestion,
  model: RoutedModel,
  hints: RoutingHints,
): string | undefined {
  for (const router of routers) {
    const alias: unknown = router[question]?.(model, hints);
    if (typeof alias === 'string') return alias;
    if (alias === undefined || alias === null) continue;
    throw invalid(
      `${question}() of a router answered ${describeKind(alias)} for ${model.name}, not an alias.`,
      alias instanceof Promise
        ? 'Routers answer at once: they cannot be asynchronous.'
        : 'Return an alias of the settings, or undefined to leave it to the next router.',
    );
  }
  return undefined;
}

function invalid(message: string, hint: string) {
  return dbError('db.router.invalid', message, { hint });
}
