/// <reference lib="dom" />

export type Child = Node | string | undefined | false;

/** `onclick: listener`, `'--left': '12%'` (a style), anything else an attribute. */
export type Attributes = Readonly<
  Record<string, string | number | boolean | undefined | ((event: never) => void)>
>;

/**
 * Makes an element. Values become text nodes and attributes only, never markup, and styles are set
 * through the object model, which a Content-Security-Policy without inline styles allows.
 */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) setAttribute(made, name, value);
  for (const child of children) if (child !== undefined && child !== false) made.append(child);
  return made;
}

function setAttribute(target: HTMLElement, name: string, value: Attributes[string]): void {
  if (value === undefined || value === false) return;
  if (typeof value === 'function') target.addEventListener(name.slice(2), value as EventListener);
  else if (name.startsWith('--')) target.style.setProperty(name, String(value));
  else target.setAttribute(name, value === true ? '' : String(value));
}

/** Outlines on a grid of 16 by 16. */
const ICONS = {
  mark: 'M2.5 14V9.5M6.2 14V6.5M9.8 14V8M13.5 14V2',
  chevron: 'M6 4l4 4-4 4',
  close: 'M4 4l8 8M12 4l-8 8',
  copy: 'M5.5 5.5V3a.5.5 0 0 1 .5-.5h7a.5.5 0 0 1 .5.5v7a.5.5 0 0 1-.5.5h-2.500M3 5.500h7a.5.5 0 0 1 .5.5v7a.5.5 0 0 1-.5.5H3a.5.5 0 0 1-.5-.5V6a.5.5 0 0 1 .5-.5z',
  external:
    'M9.500 2.500h4v4M13.500 2.500L7.500 8.500M11.500 9.500v3.500a.5.5 0 0 1-.5.5H3a.5.5 0 0 1-.5-.5V5a.5.5 0 0 1 .5-.5h3.500',
  check: 'M3 8.500l3.500 3.500L13 4.500',
  warning: 'M8 2.500L14.500 13.500h-13zM8 6.500v3.200M8 11.800v.1',
} as const;

export type IconName = keyof typeof ICONS;

const SVG = 'http://www.w3.org/2000/svg';

/** A small line drawing in the colour of the text; hidden from screen readers. */
export function icon(name: IconName): SVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  const path = document.createElementNS(SVG, 'path');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('class', `icon icon-${name}`);
  svg.setAttribute('aria-hidden', 'true');
  path.setAttribute('d', ICONS[name]);
  svg.append(path);
  return svg;
}
