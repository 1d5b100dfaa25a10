/**
 * A text that is HTML already: autoescape leaves it alone. Make one with `safe`, and only from
 * text that nobody outside wrote.
 */
export class SafeString {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }

  toJSON(): string {
    return this.text;
  }
}

/**
 * Marks a text as safe HTML, so that a template prints it as it is.
 *
 * ```ts
 * engine.render('page.html', { banner: safe('<b>New</b>') });
 * ```
 */
export function safe(text: string | SafeString): SafeString {
  return text instanceof SafeString ? text : new SafeString(text);
}

/** Whether a value is a text, safe or not. */
export function isText(value: unknown): value is string | SafeString {
  return typeof value === 'string' || value instanceof SafeString;
}

/** The value without its mark: a SafeString's text, everything else unchanged. */
export function unmarked(value: unknown): unknown {
  return value instanceof SafeString ? value.text : value;
}
