import { describe, expect, test } from 'vitest';
import { Decimal } from '../../src/core/index.ts';
import { safe } from '../../src/templates/index.ts';
import { escapedFilterCases, filterCases } from './filter-cases.ts';
import { errorOf, render } from './renderer.ts';

describe('letters', () => {
  filterCases([
    ['I\'m "Jaws" \\', 'addslashes', 'I\\\'m \\"Jaws\\" \\\\'],
    ['jaws', 'capfirst', 'Jaws'],
    ['', 'capfirst', ''],
    ['JAWS', 'lower', 'jaws'],
    ['Straße', 'upper', 'STRASSE'],
    ['my FIRST film', 'title', 'My First Film'],
    ["they're 2nd", 'title', "They're 2nd"],
    ['Jaws', 'make_list', "['J', 'a', 'w', 's']"],
    [123, 'make_list', "['1', '2', '3']"],
    ['800-COLLECT', 'phone2numeric', '800-2655328'],
    [' Joel is a slug ', 'slugify', 'joel-is-a-slug'],
    ["Un éléphant à l'orée du bois", 'slugify', 'un-elephant-a-loree-du-bois'],
    ['_-Jaws_-', 'slugify', 'jaws'],
    ['String with spaces', 'cut:" "', 'Stringwithspaces'],
    ['Jaws', 'cut:"x"', 'Jaws'],
  ]);
  escapedFilterCases([
    [safe('a & <b>'), 'lower', 'a & <b>'],
    [safe('a & <b>'), 'upper', 'A &amp; &lt;B&gt;'],
    [safe('a&amp;b'), 'cut:"b"', 'a&amp;'],
    [safe('a&amp;b'), 'cut:";"', 'a&amp;ampb'],
  ]);
});

describe('widths', () => {
  filterCases([
    ['Jaws', 'center:"9"', '   Jaws  '],
    ['Jaws', 'center:8', '  Jaws  '],
    ['abc', 'center:6', ' abc  '],
    ['Jaws', 'ljust:6', 'Jaws  '],
    ['Jaws', 'rjust:"6"', '  Jaws'],
    ['Jaws', 'ljust:2', 'Jaws'],
    ['Joel is a slug', 'wordcount', '4'],
    ['', 'wordcount', '0'],
    ['Joel is a slug', 'wordwrap:5', 'Joel\nis a\nslug'],
    ['a verylongword b', 'wordwrap:6', 'a\nverylongword\nb'],
    ['first line\n  indented line', 'wordwrap:40', 'first line\n  indented line'],
  ]);
  test.each(['center', 'ljust', 'rjust', 'wordwrap'])('%s needs a number', (filter) => {
    const error = errorOf(() => render(`{{ value|${filter}:"wide" }}`, { value: 'Jaws' }));
    expect(error.code).toBe('templates.filter.invalid');
    expect(errorOf(() => render(`{{ value|${filter}:99999999999 }}`)).code).toBe(
      'templates.filter.invalid',
    );
  });
});

describe('stringformat', () => {
  filterCases([
    [7, 'stringformat:"03d"', '007'],
    [7.256, 'stringformat:".2f"', '7.26'],
    [2.5, 'stringformat:".0f"', '2'],
    [255, 'stringformat:"x"', 'ff'],
    [255, 'stringformat:"#X"', '0XFF'],
    [8, 'stringformat:"o"', '10'],
    [10_000_000_000, 'stringformat:"E"', '1.000000E+10'],
    [0.0001, 'stringformat:"g"', '0.0001'],
    [1234567, 'stringformat:"g"', '1.23457e+06'],
    ['Jaws', 'stringformat:"6s|"', '  Jaws|'],
    ['Jaws', 'stringformat:"-6s|"', 'Jaws  |'],
    ['Jaws', 'stringformat:".2s"', 'Ja'],
    ['Jaws', 'stringformat:"r"', "'Jaws'"],
    ["O'Neil", 'stringformat:"r"', '"O\'Neil"'],
    [5, 'stringformat:"+d"', '+5'],
    [-5, 'stringformat:"05d"', '-0005'],
    [new Decimal('7.10'), 'stringformat:"s"', '7.10'],
    [50, 'stringformat:"d%%"', '50%'],
    ['Jaws', 'stringformat:"d"', ''],
    [5, 'stringformat:"z"', ''],
    [5, 'stringformat:"s and %s"', ''],
  ]);
});

describe('truncation', () => {
  filterCases([
    ['Joel is a slug', 'truncatechars:7', 'Joel i…'],
    ['Joel is a slug', 'truncatechars:14', 'Joel is a slug'],
    ['Joel is a slug', 'truncatechars:1', '…'],
    ['Joel is a slug', 'truncatechars:0', ''],
    ['Joel is a slug', 'truncatechars:"x"', 'Joel is a slug'],
    ['noe\u0308l', 'truncatechars:4', 'noël'],
    ['Joel is a slug', 'truncatewords:2', 'Joel is …'],
    ['Joel\n is  a slug', 'truncatewords:9', 'Joel is a slug'],
    ['<p>Joel is a slug</p>', 'truncatechars_html:7', '<p>Joel i…</p>'],
    ['<p>Joel is a slug</p>', 'truncatewords_html:2', '<p>Joel is …</p>'],
    ['<p>a <b>b <i>c</i> d</b></p>', 'truncatewords_html:3', '<p>a <b>b <i>c</i> …</b></p>'],
    ['<p>one<br>two three</p>', 'truncatewords_html:2', '<p>one<br>two …</p>'],
    ['<i>Buenos d&iacute;as!</i> x', 'truncatechars_html:9', '<i>Buenos d…</i>'],
    ['a &lt; b', 'truncatechars_html:4', 'a &lt;…'],
  ]);
});

describe('addresses', () => {
  filterCases([
    [
      'https://www.example.org/foo?a=b&c=d',
      'urlencode',
      'https%3A//www.example.org/foo%3Fa%3Db%26c%3Dd',
    ],
    ['https://www.example.org/', 'urlencode:""', 'https%3A%2F%2Fwww.example.org%2F'],
    ['fran\u00e7ais & ~', 'urlencode', 'fran%C3%A7ais%20%26%20~'],
    ['?test=I ♥ Django', 'iriencode', '?test=I%20%E2%99%A5%20Django'],
    [
      'see example.com.',
      'urlize',
      'see <a href="http://example.com" rel="nofollow">example.com</a>.',
    ],
    [
      '(https://x.org/a_(b))',
      'urlize',
      '(<a href="https://x.org/a_(b)" rel="nofollow">https://x.org/a_(b)</a>)',
    ],
    ['Mail jo@example.com!', 'urlize', 'Mail <a href="mailto:jo@example.com">jo@example.com</a>!'],
    [
      'http://a.org/?x=1&y=ü',
      'urlize',
      '<a href="http://a.org/?x=1&amp;y=%C3%BC" rel="nofollow">http://a.org/?x=1&y=ü</a>',
    ],
    [
      'Check out www.djangoproject.com',
      'urlizetrunc:15',
      'Check out <a href="http://www.djangoproject.com" rel="nofollow">www.djangoproj…</a>',
    ],
    ['example.comedy and v1.2', 'urlize', 'example.comedy and v1.2'],
    ['javascript:alert(1)', 'urlize', 'javascript:alert(1)'],
  ]);
  escapedFilterCases([
    [
      '<b> http://a.org/<i>',
      'urlize',
      '&lt;b&gt; <a href="http://a.org/" rel="nofollow">http://a.org/</a>&lt;i&gt;',
    ],
    [
      safe('<a href="http://a.org">x</a>'),
      'urlize',
      '<a href="<a href="http://a.org" rel="nofollow">http://a.org</a>">x</a>',
    ],
  ]);
});

describe('HTML', () => {
  escapedFilterCases([
    ['<b>', 'escape', '&lt;b&gt;'],
    ['<b>', 'escape|escape', '&lt;b&gt;'],
    ['<b>', 'force_escape', '&lt;b&gt;'],
    ['<b>', 'force_escape|force_escape', '&amp;lt;b&amp;gt;'],
    ['<b>', 'safe', '<b>'],
    [['<', '>'], 'safeseq|join:"<br>"', '<<br>>'],
    [['<', safe('<')], 'escapeseq|join:"-"', '&lt;-<'],
    ['Joel\nis a\n\n\nslug <', 'linebreaks', '<p>Joel<br>is a</p>\n\n<p>slug &lt;</p>'],
    ['Joel\r\nis', 'linebreaksbr', 'Joel<br>is'],
    [safe('<b>\n'), 'linebreaksbr', '<b><br>'],
    ['a\n<', 'linenumbers', '1. a\n2. &lt;'],
    ['x\n'.repeat(9), 'linenumbers|slice:":5"', '01. x'],
    ['<b>Joel</b> <button>is</button> a <span>slug</span>', 'striptags', 'Joel is a slug'],
    ['a <!-- b --> c < d', 'striptags', 'a  c &lt; d'],
    [
      'testing\r\njavascript \'string" <b>escaping</b>',
      'escapejs',
      'testing\\u000D\\u000Ajavascript \\u0027string\\u0022 \\u003Cb\\u003Eescaping\\u003C/b\\u003E',
    ],
    [
      { a: ['<', 1, null, true], é: 'ü' },
      'json_script:"data"',
      '<script id="data" type="application/json">{"a": ["\\u003C", 1, null, true], "\\u00e9": "\\u00fc"}</script>',
    ],
    [
      '</script>',
      'json_script',
      '<script type="application/json">"\\u003C/script\\u003E"</script>',
    ],
    [
      new Map([['a', new Date(0)]]),
      'json_script',
      '<script type="application/json">{"a": "1970-01-01T00:00:00Z"}</script>',
    ],
    [
      ['a<', ['b', ['c']], 'd'],
      'unordered_list',
      '\t<li>a&lt;\n\t<ul>\n\t\t<li>b\n\t\t<ul>\n\t\t\t<li>c</li>\n\t\t</ul>\n\t\t</li>\n\t</ul>\n\t</li>\n\t<li>d</li>',
    ],
    [['<'], 'pprint', '[&#x27;&lt;&#x27;]'],
  ]);

  test('more than fifty layers of broken tags are an error', () => {
    const layers = (count: number) => '<'.repeat(count) + 'b>'.repeat(count);
    expect(render('[{{ value|striptags }}]', { value: layers(40) })).toBe('[]');
    const error = errorOf(() => render('{{ value|striptags }}', { value: layers(60) }));
    expect(error.code).toBe('templates.filter.invalid');
  });
});
