/** Hooks that are measured already, and those of tools, which are none of the application's cost. */
const leftAlone = new WeakSet<object>();

/** Says that a hook belongs to a tool that measures, and is not to be measured itself. */
export function unmeasured<Hook extends object>(hook: Hook): Hook {
  leftAlone.add(hook);
  return hook;
}

export function isLeftAlone(hook: object): boolean {
  return leftAlone.has(hook);
}
