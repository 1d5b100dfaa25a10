import { isEqual } from './compare.ts';

/** One run of `{% regroup %}`: a pair that also has its parts by name. */
export interface Group extends Array<unknown> {
  readonly grouper: unknown;
  readonly list: unknown[];
}

/** Adds an item to the last group, or begins a new one where the key differs. */
export function addToGroup(groups: Group[], grouper: unknown, item: unknown): void {
  const last = groups.at(-1);
  if (last !== undefined && isEqual(last.grouper, grouper)) {
    last.list.push(item);
    return;
  }
  const list = [item];
  groups.push(Object.assign([grouper, list], { grouper, list }));
}
