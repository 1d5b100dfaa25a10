import { expect, test } from 'vitest';
import { escapeHtml } from '../../src/core/index.ts';

test.each([
  ['Jaws', 'Jaws'],
  ['', ''],
  ['Fast & Furious', 'Fast &amp; Furious'],
  ['<script>', '&lt;script&gt;'],
  [`Ocean's "Eleven"`, 'Ocean&#x27;s &quot;Eleven&quot;'],
  ['&amp;', '&amp;amp;'],
  ['&', '&amp;'],
  ['Amélie 🎬 <3', 'Amélie 🎬 &lt;3'],
])('%j becomes %j', (text, escaped) => {
  expect(escapeHtml(text)).toBe(escaped);
});
