import { messageKey } from '../catalogue.ts';
import type { FoundMessage } from './merge.ts';
import type { SourceMessages } from './message.ts';

/** What the sources of a project have for translators. */
export interface GatheredMessages {
  readonly messages: readonly FoundMessage[];
  /** `templates/page.html:7` of texts that are computed, so that they can't be found. */
  readonly unreadable: readonly string[];
}

/** Puts the messages of several files together, in the order of the files. */
export function gatherMessages(
  files: Iterable<readonly [name: string, found: SourceMessages]>,
): GatheredMessages {
  const byKey = new Map<string, FoundMessage>();
  const unreadable: string[] = [];
  for (const [name, found] of files) {
    unreadable.push(...found.unreadable.map((line) => `${name}:${line}`));
    for (const { context, message, plural, line, comment } of found.messages) {
      if (message === '') continue;
      const key = messageKey(context, message);
      const before = byKey.get(key);
      byKey.set(key, {
        context,
        message,
        plural: before?.plural ?? plural,
        references: withNew(before?.references, `${name}:${line}`),
        comments:
          comment === undefined ? (before?.comments ?? []) : withNew(before?.comments, comment),
      });
    }
  }
  return { messages: [...byKey.values()], unreadable };
}

function withNew(before: readonly string[] = [], text: string): readonly string[] {
  return before.includes(text) ? before : [...before, text];
}
