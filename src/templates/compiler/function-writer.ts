import type { Expression, Variable } from '../expression.ts';
import { assignedNames, assignsAnything, type NodeList } from '../node.ts';
import { SafeString } from '../safe-string.ts';
import type { FunctionCodeWriter } from './function-code.ts';
import { locals, type WrittenNames } from './include-call.ts';
import { literal } from './javascript.ts';
import { type Binding, type LoopBinding, Scope } from './scope.ts';
import { writeLazyValue, writeOutput, writeText, writeValue, writeVariable } from './value-code.ts';

/** The variable of a function's output. */
const OUTPUT = '$o';

/** How an expression's missing variable counts: as `stringIfInvalid`, or as null. */
export type Missing = 'text' | 'null';

/**
 * Writes one generator function: a template's main function or one of its blocks. Nodes call it
 * to print, to compute values and to open scopes.
 *
 * Code it writes may use `$r` (the render), `$c` (the context), `$l` (names given by an including
 * template or null), `$p` (offset in the template, for errors) and what `code-scope.ts` lists.
 */
export class FunctionWriter {
  readonly unit: FunctionCodeWriter;
  scope: Scope;
  /** Whether what is written now is escaped; static, since each mode has a unit of its own. */
  autoescape: boolean;
  #lines: string[] = [];
  #output = OUTPUT;
  #text = '';

  constructor(unit: FunctionCodeWriter) {
    this.unit = unit;
    this.autoescape = unit.autoescape;
    this.scope = new Scope();
  }

  /** Appends a constant text to the output. */
  text(text: string): void {
    this.#text += text;
  }

  /** Appends the value of a JavaScript expression, which must be text and must not yield. */
  raw(code: string): void {
    this.line(`${this.#output} += ${code};`);
    this.#guardOutput();
  }

  /**
   * Appends what a generator call returns. One that yields nothing is run by a call of `next`, which
   * costs a third of `yield*` (bench: `templates`, 100 included cards).
   */
  rawSteps(call: string): void {
    this.raw(this.temporary(this.ran(call)));
  }

  /** Begins the steps of a generator call; returns the code that runs them to their end. */
  ran(call: string): string {
    const steps = this.temporary(call);
    const step = this.temporary(`${steps}.next()`);
    return `${step}.done ? ${step}.value : yield* $goOn(${steps}, ${step}.value)`;
  }

  /** Appends an included template. @param values - code of its context, locals and given values. */
  rawIncluded(target: string, values: string): void {
    this.unit.form.included(this, target, values);
  }

  /** Appends a value, escaped as autoescape wants. */
  print(expression: Expression): void {
    writeOutput(this, expression);
  }

  /** As `print`, for a settled value that code has computed. */
  printValue(value: string): void {
    writeText(this, value);
  }

  /** The printed form of a settled value, escaped as autoescape wants, as a JavaScript expression. */
  shown(value: string): string {
    return `$show($r, ${value}, ${this.autoescape}, '')`;
  }

  /** Writes the nodes one after another. */
  nodes(nodes: NodeList): void {
    for (const node of nodes) node.write(this);
  }

  /**
   * Computes an expression; returns the code of its value, which is settled.
   *
   * @param onMissingArgument - statement to run when the argument of a filter is missing,
   *   instead of the error.
   */
  value(expression: Expression, missing: Missing, onMissingArgument?: string): string {
    return writeValue(this, expression, missing, onMissingArgument);
  }

  /** As `value`, but leaves a QuerySet or an unloaded relation unloaded until it is used. */
  lazyValue(expression: Expression): string {
    return writeLazyValue(this, expression);
  }

  /** The settled value of a variable without filters, undefined when it is missing. */
  variable(variable: Variable): string {
    const value = writeVariable(this, variable);
    this.settle(value);
    return value;
  }

  /**
   * Waits for the value of a JavaScript variable, if there is something to wait for.
   *
   * @param wait - call that gives the promise to wait for, or null.
   */
  settle(variable: string, wait = `$waitOn(${variable})`): void {
    this.unit.form.settle(this, variable, wait);
  }

  /** Calls the value of a JavaScript variable, if it is a function. */
  call(variable: string): void {
    this.unit.form.call(this, variable);
  }

  /** Makes a list of what a JavaScript variable holds. */
  sequence(variable: string): void {
    this.unit.form.sequence(this, variable);
  }

  /** A fresh JavaScript variable; returns its name. */
  temporary(value?: string): string {
    const name = this.unit.name('t');
    this.line(value === undefined ? `let ${name};` : `let ${name} = ${value};`);
    return name;
  }

  /** Makes a value of this process available to the code; returns the code for it. */
  constant(value: unknown): string {
    return this.unit.constant(value);
  }

  /** A text of the template as a value: safe, as its author is trusted. */
  safeConstant(text: string): string {
    return this.unit.constant(new SafeString(text));
  }

  line(code: string): void {
    this.#flushText();
    this.#lines.push(code);
  }

  /** `head {`, what `body` writes, `tail`. */
  braces(head: string, body: () => void, tail = '}'): void {
    this.line(`${head} {`);
    body();
    this.line(tail);
  }

  /** Notes the place in the template, for errors of the code that follows. */
  mark(at: number): void {
    this.line(`$p = ${at};`);
  }

  /** Lets `body` write into a text variable instead of the output; returns the variable. */
  capture(body: () => void): string {
    const variable = this.temporary("''");
    const output = this.#output;
    this.line('if ($r.run.sink !== null) $r.run.sink.captures++;');
    this.#output = variable;
    body();
    this.#flushText();
    this.#output = output;
    this.line('if ($r.run.sink !== null) $r.run.sink.captures--;');
    return variable;
  }

  /**
   * A place where a streamed render may hand on what it has written.
   *
   * @param isOften - whether it is passed so often that only long output is worth it.
   */
  handOn(isOften = false): void {
    if (this.#output !== OUTPUT) return;
    this.unit.form.handOn(this, isOften);
  }

  /** What `body` writes, taken out of the function. */
  buffered(body: () => void): readonly string[] {
    this.#flushText();
    const lines = this.#lines;
    this.#lines = [];
    body();
    this.#flushText();
    const written = this.#lines;
    this.#lines = lines;
    return written;
  }

  insert(lines: readonly string[]): void {
    this.#flushText();
    for (const line of lines) this.#lines.push(line);
  }

  /** Lets `body` write with autoescape on or off. */
  withAutoescape(isOn: boolean, body: () => void): void {
    const before = this.autoescape;
    this.autoescape = isOn;
    body();
    this.autoescape = before;
  }

  /**
   * Writes nodes in a scope of their own.
   *
   * @param bindings - names the scope begins with.
   */
  scoped(
    nodes: NodeList,
    bindings: Iterable<readonly [string, Binding]>,
    body: () => void = () => this.nodes(nodes),
  ): void {
    const dynamic = assignsAnything(nodes) ? this.temporary('null') : undefined;
    this.#inScope(nodes, dynamic, bindings, body);
  }

  /** Writes nodes in a scope that begins with the names of an object. @param names - its variable. */
  scopedWith(names: string, nodes: NodeList): void {
    this.#inScope(nodes, names, [], () => this.nodes(nodes));
  }

  #inScope(
    nodes: NodeList,
    dynamic: string | undefined,
    bindings: Iterable<readonly [string, Binding]>,
    body: () => void,
  ): void {
    const outer = this.scope;
    const scope = new Scope(outer, dynamic);
    for (const [name, binding] of bindings) scope.bind(name, binding);
    for (const name of assignedNames(nodes, (wanted) => outer.find(wanted) !== undefined)) {
      if (scope.own(name) !== undefined) continue;
      const code = this.temporary(this.read(name));
      scope.bind(name, { kind: 'local', code, isSettled: false });
    }
    this.scope = scope;
    body();
    this.scope = outer;
  }

  /** Sets a name in the current scope, for a node that lists it in `assigns`. */
  assign(name: string, value: string): void {
    const binding = this.scope.own(name);
    if (binding?.kind !== 'local') throw new Error(`The node does not list "${name}" in assigns`);
    this.line(`${binding.code} = ${value};`);
  }

  /** Sets a name in the nearest scope that has it, for a node that lists it in `assignsUpward`. */
  assignUpward(name: string, value: string): void {
    const binding = this.scope.find(name);
    if (binding?.kind === 'local') this.line(`${binding.code} = ${value};`);
  }

  /** The raw value of a name: neither called nor waited for. */
  read(name: string): string {
    return this.unit.read(name, this.scope);
  }

  /** The object behind `forloop`. */
  loopObject(loop: LoopBinding): string {
    loop.isObjectUsed = true;
    return loop.object;
  }

  /** The `forloop` in sight, if this template has one. */
  get loop(): LoopBinding | undefined {
    const binding = this.scope.find('forloop');
    return binding?.kind === 'loop' ? binding : undefined;
  }

  /**
   * Every name set by this template and its includers, as an object for an included template.
   *
   * @param further - names that count before all others.
   */
  locals(further: WrittenNames = []): string {
    return locals(this, further);
  }

  /** What the filters get, by the current mode of autoescape. */
  get filterScope(): string {
    return this.autoescape ? '$r.run.escaping' : '$r.run.verbatim';
  }

  /** The lines written so far. */
  finish(): readonly string[] {
    this.#flushText();
    return this.#lines;
  }

  /** Renders under limits look at the length after each addition. */
  #guardOutput(): void {
    if (this.unit.settings.limits === undefined) return;
    this.#lines.push(`$r.run.guard.output(${this.#output}.length);`);
  }

  #flushText(): void {
    if (this.#text === '') return;
    const text = this.#text;
    this.#text = '';
    this.#lines.push(`${this.#output} += ${literal(text)};`);
    this.#guardOutput();
  }
}
