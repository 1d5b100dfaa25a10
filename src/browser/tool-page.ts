import { element, icon } from './dom.ts';
import { adoptPageStyles, adoptStyles } from './styles.ts';

/** A page of a tool, as `sendToolPage` (http) names those of an application in the page. */
interface ToolLink {
  readonly name: string;
  readonly path: string;
}

/**
 * Makes the frame of a tool's page: a shadow tree with its looks, and links to the other tools.
 *
 * @returns where the page goes.
 */
export function openToolPage(...styles: readonly string[]): HTMLElement {
  const host = element('div', { class: 'host' });
  // Open: what is in a page of its own needs no hiding from it.
  const shadow = host.attachShadow({ mode: 'open' });
  const root = element('main', { class: 'root standalone' });
  const heading = element('h1', { class: 'off-screen' }, 'Uptempo');
  const head = element('header', { class: 'root tool-head' }, heading, ...toolLinks());
  adoptPageStyles(document);
  adoptStyles(shadow, ...styles);
  shadow.append(head, root);
  document.body.append(host);
  return root;
}

/** Where another tool's page is, by its name in the links; undefined when the application has none. */
export function toolPath(name: string): string | undefined {
  return toolsOfPage().find((tool) => tool.name === name)?.path;
}

function toolsOfPage(): readonly ToolLink[] {
  const meta = document.querySelector<HTMLMetaElement>('meta[name="uptempo-tools"]');
  return JSON.parse(meta?.content ?? '[]');
}

/** Nothing where there is one tool only. */
function toolLinks(): HTMLElement[] {
  const tools = toolsOfPage();
  if (tools.length < 2) return [];
  const current = tools
    .filter(({ path }) => `${location.pathname}/`.startsWith(path))
    .reduce<ToolLink | undefined>(
      (best, tool) => (best !== undefined && best.path.length >= tool.path.length ? best : tool),
      undefined,
    );
  const links = tools.map((tool) =>
    element(
      'a',
      { href: tool.path, 'aria-current': tool === current ? 'page' : undefined },
      tool.name,
    ),
  );
  return [element('nav', { class: 'tool-links', 'aria-label': 'Tools' }, icon('mark'), ...links)];
}
