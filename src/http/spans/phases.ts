/** Hooks that run for a request that is answered, in the order they do. */
export const HOOK_PHASES = [
  'onRequest',
  'preParsing',
  'preValidation',
  'preHandler',
  'preSerialization',
  'onError',
  'onSend',
  'onResponse',
] as const;

export type HookPhase = (typeof HOOK_PHASES)[number];

export function isHookPhase(name: string): name is HookPhase {
  return (HOOK_PHASES as readonly string[]).includes(name);
}

/** The phases that the options of a route have hooks for. */
export function phasesIn(route: object): readonly HookPhase[] {
  return HOOK_PHASES.filter((phase) => phase in route && Reflect.get(route, phase) !== undefined);
}
