import { escapeHtml } from '../../core/index.ts';
import { SafeString } from '../safe-string.ts';

/** Escapes unless the text is marked safe. */
export function conditionalEscape(text: string | SafeString): string {
  return text instanceof SafeString ? text.text : escapeHtml(text);
}
