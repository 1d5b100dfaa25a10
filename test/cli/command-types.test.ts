import { expect, expectTypeOf, test } from 'vitest';
import { defineCommand } from '../../src/cli/index.ts';

test('the types of options and positionals follow from their declaration', () => {
  const command = defineCommand({
    help: 'Loads the films.',
    options: {
      copies: { type: 'integer', default: 1, help: 'How often.' },
      rate: { type: 'number', help: 'How fast.' },
      seed: { type: 'integer', isRequired: true, help: 'Where to begin.' },
      dryRun: { type: 'boolean', help: 'Store nothing.' },
      genre: { type: 'string', choices: ['Drama', 'Comedy'], help: 'Which.' },
      title: { type: 'string', default: '', help: 'Which.' },
    },
    positionals: { file: { help: 'Where from.' }, target: { help: 'Where to.', isOptional: true } },
    run({ options, positionals, project, terminal }) {
      expectTypeOf(options.copies).toEqualTypeOf<number>();
      expectTypeOf(options.rate).toEqualTypeOf<number | undefined>();
      expectTypeOf(options.seed).toEqualTypeOf<number>();
      expectTypeOf(options.dryRun).toEqualTypeOf<boolean>();
      expectTypeOf(options.genre).toEqualTypeOf<'Drama' | 'Comedy' | undefined>();
      expectTypeOf(options.title).toEqualTypeOf<string>();
      expectTypeOf(positionals.file).toEqualTypeOf<string>();
      expectTypeOf(positionals.target).toEqualTypeOf<string | undefined>();
      expectTypeOf(project.root).toEqualTypeOf<string>();
      // @ts-expect-error - there is no such option
      options.copis;
      terminal.line();
    },
  });
  expect(command.help).toBe('Loads the films.');
});

test('a declaration that is not well formed is refused', () => {
  const unknownType = () =>
    defineCommand({
      help: '',
      // @ts-expect-error - there is no such type of option
      options: { since: { type: 'date', help: '' } },
      run() {},
    });
  expect(unknownType).toThrow(expect.objectContaining({ code: 'core.option.invalid' }));
  // @ts-expect-error - the name is misspelled
  const misspelled = () => defineCommand({ help: '', optons: {}, run() {} });
  expect(misspelled).toThrow(
    expect.objectContaining({ hint: expect.stringContaining('Did you mean "options"?') }),
  );
});
