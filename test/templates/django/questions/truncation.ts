import { safe } from '../../../../src/templates/index.ts';
import { each } from '../question.ts';

const TEXTS: readonly unknown[] = [
  'one two three four five',
  '  leading and   inner   spaces ',
  'one\ntwo\tthree',
  'A sentence. Another, longer one!',
  'a',
  '',
  '日本語のテキスト',
  'e\u0301te\u0301 combined',
  '\u{1F600}\u{1F601}\u{1F602} smile',
  'a\u00a0b\u00a0c d',
  'one… two…',
  '<p>tags & "quotes"</p>',
  12345,
  null,
  safe('<b>safe</b> words here'),
];

const MARKUP: readonly unknown[] = [
  '<p>one <a href="#">two - three <br>four</a> five</p>',
  '<p>one <a href="#">two - three <br />four</a> five</p>',
  '<b>bold <i>italic <u>under</u></i></b> rest',
  '<div><p>a b</p><p>c d</p></div>',
  'no tags at all but several words',
  '<img src="a.png" alt="x > y">text after image',
  '<br><hr>text<br/>more',
  '<p>unclosed one two three',
  'one</p> two three four',
  '<P CLASS="x">Upper CASE tags</P> end',
  '<p>caf&eacute; &amp; cr&egrave;me &lt;br&gt; br&ucirc;l&eacute;e</p>',
  '<p>&#233;t&#xe9; &nbsp;x</p>',
  '&quot;quoted&quot; words &hellip; here',
  'x &notanentity; y & z &amp',
  '<!-- a comment with words --><p>one two three four</p>',
  '<p>a <!-- inner --> b c d e</p>',
  '<script>var a = "one two three";</script>one two three four',
  '<style>p { color: red }</style><p>one two three</p>',
  '<a href="x>y">link text here</a>',
  '<ul><li>one</li><li>two</li><li>three</li></ul>',
  '<p>日本語 テキスト 三</p>',
  '<p>\u{1F600} <b>smile</b> \u{1F601}</p>',
  'a < b and b > c, d <e',
  '<>empty<> one two three',
  '<p><b></b>one<i></i> two three</p>',
  '<input disabled>one two three',
  '<p>one\ntwo\nthree</p>',
  '<p>  spaced   words  here </p>',
  '<!DOCTYPE html><p>one two</p>',
  '<?php echo 1 ?>one two three',
  '<x-y>custom element words</x-y>',
  '<b/>self closed words here',
  "<p>hyphen-ated words don't split</p>",
  '',
  5,
  null,
];

const NUMBERS = ['0', '1', '2', '3', '5', '10', '-1', '"x"', '"2"'];

const withNumbers = (filter: string, numbers: readonly string[]) =>
  numbers.map((number) => `{% autoescape off %}{{ value|${filter}:${number} }}{% endautoescape %}`);

export const truncation = [
  ...each('truncation', withNumbers('truncatechars', NUMBERS), TEXTS),
  ...each('truncation', withNumbers('truncatewords', NUMBERS), TEXTS),
  ...each('truncation', ['{{ value|truncatechars:8 }}', '{{ value|truncatewords:2 }}'], TEXTS),
  ...each('truncation-html', withNumbers('truncatewords_html', NUMBERS), MARKUP),
  ...each('truncation-html', withNumbers('truncatechars_html', NUMBERS), MARKUP),
  ...each(
    'truncation-html',
    ['{{ value|truncatechars_html:6 }}', '{{ value|safe|truncatewords_html:2 }}'],
    MARKUP,
  ),
  ...each(
    'striptags',
    [
      '{{ value|striptags }}',
      '{{ value|safe|striptags }}',
      '{% autoescape off %}{{ value|striptags }}{% endautoescape %}',
    ],
    MARKUP,
  ),
];
