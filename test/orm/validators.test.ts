import { describe, expect, test } from 'vitest';
import {
  Decimal,
  Duration,
  decimalDigits,
  emailValidator,
  fileExtension,
  maxLength,
  maxValue,
  minLength,
  minValue,
  regex,
  stepValue,
  urlValidator,
  type Validator,
  validateCommaSeparatedIntegers,
  validateDomainName,
  validateEmail,
  validateInteger,
  validateIpAddress,
  validateIpv4Address,
  validateIpv6Address,
  validateNoNullCharacters,
  validateSlug,
  validateUnicodeSlug,
  validateUrl,
  validationError,
} from '../../src/orm/index.ts';
import { failureOf } from '../support/failures.ts';

/** What a validator says of a value: its messages with their codes, or nothing. */
async function issuesOf(validator: Validator<never>, value: unknown): Promise<unknown> {
  const validate = validator as Validator;
  try {
    await validate(value);
    return undefined;
  } catch {
    const { code, status, details } = await failureOf(() => validate(value));
    expect([code, status]).toEqual(['orm.validation', 400]);
    const [issue] = (details as { errors: { __all__: { message: string; code: string }[] } }).errors
      .__all__;
    return [issue!.code, issue!.message];
  }
}

const least = (limit: unknown) => [
  'min_value',
  `Ensure this value is greater than or equal to ${limit}.`,
];
const most = (limit: unknown) => [
  'max_value',
  `Ensure this value is less than or equal to ${limit}.`,
];

describe('amounts', () => {
  test.each<[string, Validator<never>, unknown, unknown]>([
    ['the least value', minValue(10), 10, undefined],
    ['one below', minValue(10), 9, least(10)],
    ['a bigint below', minValue(10), 9n, least(10)],
    ['a Decimal below', minValue(10), new Decimal('9.99'), least(10)],
    ['a Decimal limit', minValue(new Decimal('0.3')), 0.3, undefined],
    ['a day before', minValue('1895-12-28'), '1895-12-27', least('1895-12-28')],
    ['a Duration below', minValue(new Duration('PT1M')), new Duration('PT59S'), least('PT1M')],
    ['the greatest value', maxValue(10), 10, undefined],
    ['one above', maxValue(10), 11, most(10)],
    ['an instant after', maxValue(new Date(0)), new Date(1), most(new Date(0))],
    ['a limit of the moment', maxValue(() => 5), 6, most(5)],
    ['a step', stepValue(0.1), 0.3, undefined],
    [
      'beside a step',
      stepValue(3),
      4,
      ['step_size', 'Ensure this value is a multiple of step size 3.'],
    ],
    ['a step from an offset', stepValue(3, { offset: 1 }), 7, undefined],
    [
      'beside a step from an offset',
      stepValue(3, { offset: 1 }),
      6,
      ['step_size', expect.anything()],
    ],
  ])('%s', async (_what, validator, value, expected) => {
    expect(await issuesOf(validator, value)).toEqual(expected);
  });
});

describe('lengths and digits', () => {
  const inTotal = 'Ensure that there are no more than 3 digits in total.';
  test.each<[string, Validator<never>, unknown, unknown]>([
    ['long enough', minLength(3), 'abc', undefined],
    [
      'too short',
      minLength(3),
      'ab',
      ['min_length', 'Ensure this value has at least 3 characters (it has 2).'],
    ],
    [
      'one is singular',
      minLength(1),
      '',
      ['min_length', 'Ensure this value has at least 1 character (it has 0).'],
    ],
    ['a surrogate pair is one character', maxLength(1), '🎬', undefined],
    [
      'too long',
      maxLength(1),
      'ab',
      ['max_length', 'Ensure this value has at most 1 character (it has 2).'],
    ],
    ['a list', maxLength(1), [1, 2], ['max_length', expect.anything()]],
    ['digits that fit', decimalDigits(3, 1), '12.5', undefined],
    ['a zero in front is no digit', decimalDigits(2, 2), '0.12', undefined],
    ['too many digits', decimalDigits(3, 1), '123.4', ['max_digits', inTotal]],
    [
      'too many places',
      decimalDigits(3, 1),
      '1.25',
      ['max_decimal_places', 'Ensure that there are no more than 1 decimal place.'],
    ],
    [
      'too many whole digits',
      decimalDigits(3, 1),
      '123',
      ['max_whole_digits', 'Ensure that there are no more than 2 digits before the decimal point.'],
    ],
  ])('%s', async (_what, validator, value, expected) => {
    expect(await issuesOf(validator, value)).toEqual(expected);
  });
});

const SLUG = 'Enter a valid “slug” consisting of letters, numbers, underscores or hyphens.';

describe.each<[string, Validator<never>, string, readonly unknown[], readonly unknown[]]>([
  ['slugs', validateSlug, SLUG, ['a', 'A-1_b', '-'], ['', 'a b', 'ä', 'a\n', 'a.b']],
  [
    'slugs of any script',
    validateUnicodeSlug,
    'Enter a valid “slug” consisting of Unicode letters, numbers, underscores, or hyphens.',
    ['ä-1', '七人の侍', 'a_b'],
    ['', 'a b', 'a\n', 'a@b'],
  ],
  ['integers', validateInteger, 'Enter a valid integer.', ['1', '-42', 7], ['', '1.5', ' 1', '+1']],
  [
    'integers with commas',
    validateCommaSeparatedIntegers,
    'Enter only digits separated by commas.',
    ['1', '1,2,3'],
    ['', ',', '1,', ',1', '1, 2', '-1'],
  ],
  [
    'email addresses',
    validateEmail,
    'Enter a valid email address.',
    [
      'email@here.com',
      'weirder-email@here.and.there.com',
      'example@valid-----hyphens.com',
      '!def!xyz%abc@example.com',
      'email@[127.0.0.1]',
      'email@[2001:dB8::1]',
      'email@localhost',
      '"test@test"@example.com',
      '"\\"@here.com"@example.com'.replace('@here.com', ''),
      `a@${'a'.repeat(63)}.us`,
      'email@exämple.de',
    ],
    [
      '',
      'abc',
      'abc@',
      'abc@bar',
      'a @x.cz',
      'abc@.com',
      'something@@somewhere.com',
      'email@127.0.0.1',
      'email@[127.0.0.256]',
      'email@[2001:db8::12345]',
      'example@invalid-.com',
      'example@-invalid.com',
      'a@b.com\n',
      'a\n@b.com',
      '.dot@example.com',
      'trailingdot@shouldfail.com.',
      `a@${'a'.repeat(64)}.us`,
      `${'a'.repeat(320)}@b.com`,
    ],
  ],
  [
    'URLs',
    validateUrl,
    'Enter a valid URL.',
    [
      'http://www.example.com/',
      'HTTP://EXAMPLE.COM',
      'https://example.com:8000/test?a=b#c',
      'http://localhost:8000/',
      'http://user:pass@example.com',
      'http://142.42.1.1:8080/',
      'http://[::192.9.5.5]/ipng',
      'http://مثال.إختبار',
      'ftps://foo.bar/',
      'http://example.com.',
    ],
    [
      '',
      'foo',
      'http://',
      'http://example',
      'http://.com',
      'http://-error-.invalid/',
      'http://a b.com',
      'http://foo/bar baz',
      '//example.com',
      'javascript:alert(1)//http://example.com',
      'rdar://1234',
      'http://1.1.1.1.1',
      'http://256.1.1.1',
      'http://[:::1]/',
      'http://foo@bar@example.com',
      'http://example.com/\n',
      `http://example.com/${'a'.repeat(2048)}`,
    ],
  ],
  [
    'domain names',
    validateDomainName,
    'Enter a valid domain name.',
    ['example.com', 'a.b-c.museum', 'xn--d1acufc.xn--p1ai', 'exämple.de', 'example.com.'],
    ['', 'localhost', '-a.com', 'a..com', 'a.com/', 'a.c', `${'a.'.repeat(200)}com`],
  ],
  [
    'IPv4',
    validateIpv4Address,
    'Enter a valid IPv4 address.',
    ['1.1.1.1'],
    ['1.1.1', '::1', '01.1.1.1'],
  ],
  [
    'IPv6',
    validateIpv6Address,
    'Enter a valid IPv6 address.',
    ['::1', 'fe80::1'],
    ['1.1.1.1', ':::'],
  ],
  [
    'addresses',
    validateIpAddress,
    'Enter a valid IPv4 or IPv6 address.',
    ['1.1.1.1', '::1'],
    ['', 'x', '1.1.1.1/8'],
  ],
  [
    'file extensions',
    fileExtension(['JPG', 'png']),
    expect.stringContaining('Allowed extensions are: jpg, png.') as string,
    ['a.jpg', 'a.b.PNG', { name: 'a.jpg' }],
    ['a', 'a.gif', '.jpg/a', 'jpg', 'a.jpg.exe'],
  ],
  ['patterns', regex('^[a-z]+$'), 'Enter a valid value.', ['abc'], ['', 'ABC', 'a1']],
  ['patterns with state', regex(/a/gy), 'Enter a valid value.', ['ab', 'ba', 'ab'], ['b']],
  [
    'patterns to avoid',
    regex(/\d/, { isInverse: true, message: 'No digits.', code: 'digit' }),
    'No digits.',
    ['abc'],
    ['a1'],
  ],
  [
    'texts without NUL',
    validateNoNullCharacters,
    'Null characters are not allowed.',
    ['a'],
    ['\0'],
  ],
])('%s', (_what, validator, message, valid, invalid) => {
  test.each(valid.map((value) => [value]))('%o is one', async (value) => {
    expect(await issuesOf(validator, value)).toBeUndefined();
  });
  test.each(invalid.map((value) => [value]))('%o is none', async (value) => {
    expect(await issuesOf(validator, value)).toEqual([expect.any(String), message]);
  });
});

test('schemes and domains beside the usual ones can be allowed', async () => {
  const invalid = ['invalid', expect.anything()];
  expect(await issuesOf(urlValidator({ schemes: ['s3'] }), 's3://bucket.example.com')).toBe(
    undefined,
  );
  expect(await issuesOf(urlValidator({ schemes: ['s3'] }), 'http://a.com')).toEqual(invalid);
  expect(await issuesOf(emailValidator({ allowlist: ['intranet'] }), 'a@intranet')).toBe(undefined);
  expect(await issuesOf(emailValidator({ allowlist: [] }), 'a@localhost')).toEqual(invalid);
});

describe('a validation error', () => {
  test('has one message, or messages by field', () => {
    expect(validationError('No.', { code: 'no', params: { limit: 1 } })).toMatchObject({
      code: 'orm.validation',
      message: 'No.',
      details: { errors: { __all__: [{ message: 'No.', code: 'no', params: { limit: 1 } }] } },
    });
    const { message, details } = validationError({
      title: ['Too short.', 'Too dull.'],
      message: 'x',
    });
    expect(message).toBe('title: Too short. Too dull. message: x');
    expect(details).toMatchObject({
      errors: { title: [{ message: 'Too short.', code: 'invalid' }, { message: 'Too dull.' }] },
    });
  });
});
