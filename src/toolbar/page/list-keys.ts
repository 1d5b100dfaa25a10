/**
 * Moves between the rows of a list by arrow keys, Home and End: one stop for Tab, however long the
 * list is. Rows that are not made yet come as the last one is scrolled to.
 */
export function moveInList(event: KeyboardEvent): void {
  const list = event.currentTarget as HTMLElement;
  const rows = [...list.querySelectorAll<HTMLButtonElement>('.row-button')];
  const current = rows.indexOf(event.target as HTMLButtonElement);
  const next = current === -1 ? undefined : rows[nextRow(event.key, current, rows.length)];
  if (next === undefined) return;
  event.preventDefault();
  rows[current]!.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}

/** -1 for other keys and past the ends. */
function nextRow(key: string, current: number, count: number): number {
  switch (key) {
    case 'ArrowDown':
      return current + 1;
    case 'ArrowUp':
      return current - 1;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return -1;
  }
}
