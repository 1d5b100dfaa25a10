import { duration, element, percent } from '../browser/index.ts';
import type { FrameJson, ProfileDocument } from './document.ts';
import { type FlameBox, FlameTree, layoutFlame, matchedShare } from './flame-layout.ts';
import { activeIn, legend, nodeOf, ownCode, searchBox } from './flame-parts.ts';
import { placeText } from './frame-kinds.ts';

/**
 * A flame graph: functions below those that call them, as wide as their time. A tree by the
 * WAI-ARIA pattern: one stop for Tab, arrows move, Enter gives a function the whole width, Escape
 * takes it back.
 */
export class FlameGraph {
  readonly element: HTMLElement;
  readonly #document: ProfileDocument;
  #flame: FlameTree;
  readonly #boxes: HTMLElement;
  readonly #status: HTMLElement;
  readonly #found: HTMLElement;
  readonly #search: HTMLInputElement;
  readonly #reset: HTMLButtonElement;
  readonly #ownBox: HTMLInputElement;
  readonly #elements = new Map<number, HTMLElement>();
  #zoomed = 0;
  #current = 0;

  constructor(profile: ProfileDocument) {
    this.#document = profile;
    this.#flame = new FlameTree(ownCode(profile));
    this.#ownBox = element('input', {
      type: 'checkbox',
      checked: this.#flame.tree !== profile.tree,
      onchange: () => this.#showTree(),
    });
    this.#search = searchBox(() => this.#showMatches());
    this.#found = element('output', { class: 'muted', 'aria-live': 'polite' });
    this.#reset = element(
      'button',
      { type: 'button', class: 'quiet-button', hidden: true, onclick: () => this.#zoom(0) },
      'Show all',
    );
    this.#status = element('p', { class: 'flame-status', 'aria-hidden': 'true' });
    this.#boxes = element('div', {
      class: 'flame',
      role: 'tree',
      'aria-label': 'Flame graph: functions below those that call them',
      onclick: (event: MouseEvent) => this.#onClick(event),
      onkeydown: (event: KeyboardEvent) => this.#onKey(event),
      onfocusin: (event: FocusEvent) => this.#describe(nodeOf(event.target)),
      onpointerover: (event: PointerEvent) => this.#describe(nodeOf(event.target)),
      onpointerleave: () => this.#describe(this.#current),
    });
    this.element = element(
      'div',
      { class: 'flame-graph' },
      element(
        'div',
        { class: 'panel-head' },
        legend(profile),
        element(
          'div',
          { class: 'controls' },
          this.#found,
          this.#reset,
          element('label', { class: 'switch' }, this.#ownBox, 'Only your code'),
          this.#search,
        ),
      ),
      this.#status,
      this.#boxes,
    );
    this.#draw();
  }

  /** Marks the functions with this in their name or place, of others' code too. */
  search(text: string): void {
    this.#search.value = text;
    const isMatch = this.#matcher(text);
    if (this.#ownBox.checked && !this.#flame.tree.frame.some(isMatch)) {
      this.#ownBox.checked = false;
      this.#showTree();
    }
    this.#showMatches();
  }

  /** The whole, or only the application's own functions; what they call is theirs then. */
  #showTree(): void {
    const { tree } = this.#document;
    this.#flame = new FlameTree(this.#ownBox.checked ? ownCode(this.#document) : tree);
    this.#zoom(0);
  }

  #draw(): void {
    const boxes = layoutFlame(this.#flame, this.#zoomed);
    this.#elements.clear();
    for (const box of boxes) this.#elements.set(box.node, this.#boxElement(box));
    const depth = boxes.reduce((deepest, box) => Math.max(deepest, box.depth), 0);
    this.#boxes.style.setProperty('--rows', String(depth + 1));
    this.#boxes.replaceChildren(...this.#elements.values());
    this.#reset.hidden = this.#zoomed === 0;
    this.#makeCurrent(this.#zoomed);
    this.#showMatches();
  }

  #boxElement({ node, depth, left, width }: FlameBox): HTMLElement {
    const frame = this.#frameOf(node);
    const isAbove = depth < this.#flame.callersOf(this.#zoomed).length;
    return element(
      'div',
      {
        class: `flame-box kind-${frame.kind}${isAbove ? ' above' : ''}`,
        role: 'treeitem',
        'aria-level': depth + 1,
        'aria-label': this.#textOf(node),
        tabindex: -1,
        'data-node': node,
        '--left': left,
        '--width': width,
        '--depth': depth,
      },
      width > 0.015 && (node === 0 ? 'all' : frame.name),
    );
  }

  #zoom(node: number): void {
    const hadFocus = this.#boxes.contains(activeIn(this.#boxes));
    this.#zoomed = node;
    this.#draw();
    if (hadFocus) this.#elements.get(node)?.focus();
  }

  #makeCurrent(node: number): void {
    this.#elements.get(this.#current)?.setAttribute('tabindex', '-1');
    this.#current = node;
    this.#elements.get(node)?.setAttribute('tabindex', '0');
    this.#describe(node);
  }

  #describe(node: number | undefined): void {
    if (node !== undefined) this.#status.textContent = this.#textOf(node);
  }

  #onClick(event: MouseEvent): void {
    const node = nodeOf(event.target);
    if (node !== undefined) this.#zoom(node);
  }

  #onKey(event: KeyboardEvent): void {
    if (event.key === 'Escape' && this.#zoomed === 0) return;
    const target = this.#targetOf(event.key);
    if (target === undefined) return;
    event.preventDefault();
    // Escape would close the panel that the graph is in.
    event.stopPropagation();
    if (event.key === 'Enter' || event.key === ' ' || event.key === 'Escape') this.#zoom(target);
    else if (this.#elements.has(target)) this.#focus(target);
  }

  #focus(node: number): void {
    this.#makeCurrent(node);
    this.#elements.get(node)?.focus();
  }

  /** The node that a key leads to; what is too narrow to be drawn is passed over. */
  #targetOf(key: string): number | undefined {
    const current = this.#current;
    const siblings = this.#drawnChildren(this.#flame.parentOf(current));
    const at = siblings.indexOf(current);
    switch (key) {
      case 'ArrowDown':
        return this.#drawnChildren(current)[0];
      case 'ArrowUp':
        return this.#flame.parentOf(current);
      case 'ArrowRight':
        return siblings[at + 1];
      case 'ArrowLeft':
        return at > 0 ? siblings[at - 1] : undefined;
      case 'Home':
      case 'Escape':
        return 0;
      case 'Enter':
      case ' ':
        return current;
      default:
        return undefined;
    }
  }

  #drawnChildren(node: number | undefined): readonly number[] {
    if (node === undefined) return [];
    return this.#flame.childrenOf(node).filter((child) => this.#elements.has(child));
  }

  #showMatches(): void {
    const { tree } = this.#flame;
    const text = this.#search.value.trim();
    this.#boxes.classList.toggle('searching', text !== '');
    this.#found.textContent = '';
    if (text === '') return;
    const isMatch = this.#matcher(text);
    for (const [node, box] of this.#elements) {
      box.classList.toggle('match', isMatch(tree.frame[node]!));
    }
    const share = matchedShare(this.#flame, (node) => isMatch(tree.frame[node]!));
    this.#found.textContent = share === 0 ? 'None found' : `${percent(share)} of the time`;
  }

  /** Which frames have the text in their name or place. */
  #matcher(text: string): (frame: number) => boolean {
    const wanted = text.trim().toLowerCase();
    const matches = this.#document.frames.map(({ name, file, line }) =>
      `${name} ${file}:${line}`.toLowerCase().includes(wanted),
    );
    return (frame) => matches[frame]!;
  }

  #frameOf(node: number): FrameJson {
    return this.#document.frames[this.#flame.tree.frame[node]!]!;
  }

  #textOf(node: number): string {
    const { totalMs, selfMs } = this.#flame.tree;
    const frame = this.#frameOf(node);
    const share = (ms: number) => `${duration(ms)} (${percent(ms / (totalMs[0] || 1))})`;
    const times = `${share(totalMs[node]!)}, of its own ${share(selfMs[node]!)}`;
    if (node === 0) return `All: ${duration(totalMs[0]!)}`;
    return `${frame.name}, ${placeText(frame)}: ${times}`;
  }
}
