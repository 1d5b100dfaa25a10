import type { Expression, FilterCall, Literal, Operand, Variable } from '../expression.ts';
import { BlockSite } from '../runtime/inheritance.ts';
import { plainNumber } from '../runtime/number.ts';
import type { FunctionWriter, Missing } from './function-writer.ts';
import { literal } from './javascript.ts';
import type { LoopBinding } from './scope.ts';

/** Names that every context has, as in Django, unless the template or the context sets them. */
const BUILTIN_NAMES: Readonly<Record<string, string>> = {
  True: 'true',
  False: 'false',
  None: 'null',
};

/** `{{ expression }}`: texts and whole numbers inline, the rest through a helper. */
export function writeOutput(code: FunctionWriter, expression: Expression): void {
  const { base, filters } = expression;
  if (base.kind === 'literal' && filters.length === 0 && !base.isTranslated) {
    writeLiteral(code, base);
    return;
  }
  code.braces('', () => {
    code.mark(expression.at);
    const isPlain = base.kind === 'variable' && filters.length === 0;
    const value = isPlain ? writeVariable(code, base) : code.value(expression, 'text');
    writeText(code, value, isPlain ? base : undefined);
  });
}

/**
 * Prints the value of a JavaScript variable.
 *
 * @param variable - what the value was read from as it is; without it the value is settled.
 */
export function writeText(code: FunctionWriter, value: string, variable?: Variable): void {
  code.braces(`if (typeof ${value} === 'string')`, () =>
    code.raw(code.autoescape ? `$escape(${value})` : value),
  );
  code.braces(`else if (typeof ${value} === 'number')`, () => code.raw(`$number($r, ${value})`));
  code.braces('else', () => {
    if (variable !== undefined) {
      code.unit.form.settleRare(code, value);
      if (code.unit.settings.isStrict) writeStrictCheck(code, value, variable);
    }
    code.raw(`$show($r, ${value}, ${code.autoescape}, ${literal(variable?.text ?? '')})`);
  });
}

/** Small whole numbers look alike in every language; for others it is known when they are printed. */
function writeLiteral(code: FunctionWriter, base: Literal): void {
  const text = literalText(base);
  const isAlike = typeof base.value === 'string' || /^-?\d{1,3}$/.test(text);
  if (isAlike) code.text(text);
  else code.raw(`$shownDigits($r, ${literal(text)})`);
}

/** `1.0` keeps its point, as Python's floating-point numbers do. */
function literalText({ value, text }: Literal): string {
  if (typeof value === 'string') return value;
  const shown = plainNumber(value);
  return Number.isInteger(value) && /[.e]/i.test(text) && Math.abs(value) < 1e16
    ? `${shown}.0`
    : shown;
}

export function writeValue(
  code: FunctionWriter,
  expression: Expression,
  missing: Missing,
  onMissingArgument?: string,
): string {
  const { base, filters } = expression;
  const value = writeOperand(code, base, filters.length > 0);
  if (base.kind === 'literal') return writeFilters(code, value, filters, onMissingArgument);
  if (missing === 'null') code.line(`if (${value} === undefined) ${value} = null;`);
  else if (writeMissingText(code, value, expression)) return value;
  return writeFilters(code, value, filters, onMissingArgument);
}

/**
 * Puts `stringIfInvalid` for a missing variable. A text that is not empty also skips the filters:
 * then the filters are written here, and true is returned.
 */
function writeMissingText(code: FunctionWriter, value: string, expression: Expression): boolean {
  const { stringIfInvalid, isStrict } = code.unit.settings;
  const { base, filters } = expression;
  if (isStrict && base.kind === 'variable' && !hasDefault(filters)) {
    writeStrictCheck(code, value, base);
    return false;
  }
  if (stringIfInvalid === '') {
    code.line(`if (${value} === undefined) ${value} = '';`);
    return false;
  }
  code.line(`if (${value} === undefined) ${value} = $invalid($r, ${literal(base.text)});`);
  if (filters.length === 0) return true;
  code.braces('else', () => {
    const filtered = writeFilters(code, value, filters);
    if (filtered !== value) code.line(`${value} = ${filtered};`);
  });
  return true;
}

function writeStrictCheck(code: FunctionWriter, value: string, { path }: Variable): void {
  const error = `$unknownVariable(${JSON.stringify(path)}, $c, ${code.locals()})`;
  code.line(`if (${value} === undefined) throw ${error};`);
}

/** In strict mode a variable may be missing when the template says what to print then. */
function hasDefault(filters: readonly FilterCall[]): boolean {
  return /^default(?:_if_none)?$/.test(filters[0]?.filter.name ?? '');
}

export function writeLazyValue(code: FunctionWriter, expression: Expression): string {
  const { base, filters } = expression;
  if (base.kind === 'literal' || filters.length > 0) return code.value(expression, 'text');
  const value = writeVariable(code, base);
  code.unit.form.settlePromise(code, value);
  writeMissingText(code, value, expression);
  return value;
}

/** An operand's settled value. @param isChanged - whether a variable is needed to write into. */
function writeOperand(code: FunctionWriter, operand: Operand, isChanged: boolean): string {
  if (operand.kind === 'variable') return code.variable(operand);
  const value = literalCode(code, operand);
  return isChanged ? code.temporary(value) : value;
}

function literalCode(code: FunctionWriter, { value, isTranslated }: Literal): string {
  if (typeof value === 'number') return literal(value);
  const text = code.safeConstant(value);
  return isTranslated ? `$translate($r, ${text})` : text;
}

function writeFilters(
  code: FunctionWriter,
  value: string,
  filters: readonly FilterCall[],
  onMissingArgument?: string,
): string {
  for (const call of filters) writeFilter(code, value, call, onMissingArgument);
  return value;
}

function writeFilter(
  code: FunctionWriter,
  value: string,
  { filter, argument, at }: FilterCall,
  onMissingArgument?: string,
): void {
  const given =
    argument === undefined ? 'undefined' : writeArgument(code, argument, onMissingArgument);
  const tail = `(${value}, ${given}, ${code.filterScope})`;
  const definition = code.constant(filter);
  const apply = code.unit.filterFunction(definition);
  const withMarks = `$applyFilter(${definition}, ${value}, ${given}, ${code.filterScope})`;
  code.mark(at);
  if (filter.input === 'text') {
    code.line(`${value} = typeof ${value} === 'string' ? ${apply}${tail} : ${withMarks};`);
  } else {
    code.line(`${value} = ${filter.isSafe ? withMarks : apply + tail};`);
  }
  if (!filter.isAsync) return;
  code.unit.form.settleCalled(code, value);
}

function writeArgument(code: FunctionWriter, argument: Operand, onMissing?: string): string {
  const value = writeOperand(code, argument, false);
  if (argument.kind === 'variable') {
    const statement = onMissing ?? `throw $missingArgument(${literal(argument.text)})`;
    code.mark(argument.at);
    code.braces(`if (${value} === undefined)`, () => code.line(`${statement};`));
  }
  return value;
}

/** A dotted lookup; returns a JavaScript variable that may be pending, undefined when missing. */
export function writeVariable(code: FunctionWriter, variable: Variable): string {
  const [first, ...rest] = variable.path as [string, ...string[]];
  const binding = code.scope.find(first);
  if (binding?.kind === 'loop') return writeLoopVariable(code, binding, rest);
  if (binding?.kind === 'block') return writeBlockVariable(code, binding.name, rest);
  if (binding === undefined && Object.hasOwn(BUILTIN_NAMES, first)) {
    return writeSteps(code, code.temporary(BUILTIN_NAMES[first]), rest, true);
  }
  const isSettled = binding?.isSettled ?? false;
  const value = code.temporary(code.read(first));
  if (!isSettled) code.call(value);
  return writeSteps(code, value, rest, isSettled);
}

function writeSteps(
  code: FunctionWriter,
  start: string,
  names: readonly string[],
  isSettled: boolean,
): string {
  let base = start;
  let isSure = isSettled;
  for (const name of names) {
    base = code.unit.form.attribute(code, base, name, isSure);
    isSure = false;
  }
  return base;
}

const LOOP_COUNTERS: Readonly<Record<string, (loop: LoopBinding) => string>> = {
  counter: ({ index }) => `${index} + 1`,
  counter0: ({ index }) => index,
  revcounter: ({ index, length }) => `${length} - ${index}`,
  revcounter0: ({ index, length }) => `${length} - ${index} - 1`,
  first: ({ index }) => `${index} === 0`,
  last: ({ index, length }) => `${index} === ${length} - 1`,
};

function writeLoopVariable(
  code: FunctionWriter,
  loop: LoopBinding,
  [name, ...rest]: readonly string[],
): string {
  if (name === 'parentloop' && loop.parent !== undefined) {
    return writeLoopVariable(code, loop.parent, rest);
  }
  if (name !== undefined && Object.hasOwn(LOOP_COUNTERS, name)) {
    return writeSteps(code, code.temporary(LOOP_COUNTERS[name]!(loop)), rest, true);
  }
  const object = code.temporary(code.loopObject(loop));
  return writeSteps(code, object, name === undefined ? rest : [name, ...rest], true);
}

/** `block.super` is rendered where it stands, with the names in sight there. */
function writeBlockVariable(
  code: FunctionWriter,
  blockName: string,
  [name, ...rest]: readonly string[],
): string {
  if (name === 'super') {
    const site = code.constant(new BlockSite(blockName));
    const call = `$superBlock($r, ${site}, ${code.autoescape}, $c, ${code.locals()})`;
    return writeSteps(code, code.temporary(`yield* ${call}`), rest, true);
  }
  const value = name === 'name' ? literal(blockName) : 'undefined';
  return writeSteps(code, code.temporary(value), rest, true);
}
