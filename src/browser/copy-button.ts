import { element, icon } from './dom.ts';

/** How long the button says that it has copied. */
const CONFIRMED_MS = 1_600;

/** A button that copies a text; `what` completes its name, "Copy the SQL". */
export function copyButton(text: () => string, what: string): HTMLButtonElement {
  const label = element('span', { role: 'status' }, 'Copy');
  const button = element(
    'button',
    { type: 'button', class: 'quiet-button', 'aria-label': `Copy ${what}`, onclick: copy },
    icon('copy'),
    label,
  );
  async function copy(): Promise<void> {
    label.textContent = (await writeText(text(), button)) ? 'Copied' : 'Not allowed';
    setTimeout(() => {
      label.textContent = 'Copy';
    }, CONFIRMED_MS);
  }
  return button;
}

/** The Clipboard API exists in secure contexts only; a page on a LAN address is none. */
async function writeText(text: string, near: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelection(text, near);
  }
}

function copySelection(text: string, near: HTMLElement): boolean {
  const area = element('textarea', { class: 'off-screen', tabindex: -1, 'aria-hidden': 'true' });
  area.value = text;
  near.after(area);
  area.select();
  const isCopied = document.execCommand('copy');
  area.remove();
  near.focus();
  return isCopied;
}
