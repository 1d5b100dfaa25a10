import { copyButton, duration, element } from '../../browser/index.ts';
import type { PlanStep } from '../../db/index.ts';
import type { ExplainAnswer } from '../explain-route.ts';

/** Asks for the plan of a statement. @throws Error with a message for the reader */
export type Explain = (position: number, analyze: boolean) => Promise<ExplainAnswer>;

/** Buttons that ask how the database gets the rows of a statement, and its answer below them. */
export function explainBlock(position: number, explain: Explain): HTMLElement {
  const answer = element('div', { class: 'plan-answer', role: 'status' });
  const plan = button('Explain', 'Ask the database how it gets the rows', () => ask(false));
  const measure = button(
    'Run and measure',
    'EXPLAIN ANALYZE: runs the statement once more, in a transaction that may not write',
    () => ask(true),
  );
  measure.hidden = true;

  async function ask(analyze: boolean): Promise<void> {
    plan.disabled = true;
    measure.disabled = true;
    answer.replaceChildren(element('p', { class: 'muted' }, 'Asking the database …'));
    try {
      const explained = await explain(position, analyze);
      measure.hidden = !explained.canAnalyze;
      answer.replaceChildren(...planView(explained));
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      answer.replaceChildren(element('p', { class: 'error' }, message));
    }
    plan.disabled = false;
    measure.disabled = false;
  }

  return element(
    'div',
    { class: 'explain' },
    element('div', { class: 'controls' }, plan, measure),
    answer,
  );
}

function button(label: string, title: string, onclick: () => Promise<void>): HTMLButtonElement {
  return element('button', { type: 'button', class: 'quiet-button', title, onclick }, label);
}

function planView(plan: ExplainAnswer): HTMLElement[] {
  const notes = notesOf(plan);
  return [
    ...(notes === '' ? [] : [element('p', { class: 'muted' }, notes)]),
    element(
      'div',
      { class: 'code-block' },
      stepList(plan.steps, 'Plan'),
      copyButton(() => plan.steps.flatMap((step) => textOf(step, '')).join('\n'), 'the plan'),
    ),
  ];
}

function notesOf({ isGeneric, isAnalyzed, planningMs, executionMs }: ExplainAnswer): string {
  const notes: string[] = [];
  if (isGeneric) notes.push('The plan for any values: those of this run were not kept.');
  if (isAnalyzed && executionMs !== undefined) {
    const planning = planningMs === undefined ? '' : ` after ${duration(planningMs)} of planning`;
    notes.push(`Ran in ${duration(executionMs)}${planning}; nothing was written.`);
  }
  return notes.join(' ');
}

function stepList(steps: readonly PlanStep[], label?: string): HTMLElement {
  return element('ul', { class: 'plan', 'aria-label': label }, ...steps.map(stepItem));
}

function stepItem(step: PlanStep): HTMLElement {
  return element(
    'li',
    {},
    element(
      'div',
      { class: step.isScan ? 'plan-step scan' : 'plan-step' },
      element('span', { class: 'plan-title' }, step.title),
      step.isScan && element('span', { class: 'badge' }, 'every row'),
      element('span', { class: 'plan-figures' }, figuresOf(step)),
    ),
    ...step.details.map((detail) => element('div', { class: 'plan-detail' }, detail)),
    step.steps.length > 0 && stepList(step.steps),
  );
}

/** `cost 12.5 · 40 rows expected, 38 came · 0.2 ms · 3 loops`. */
function figuresOf({ cost, rows, actualRows, actualMs, loops }: PlanStep): string {
  const counted = (value: number) => Math.round(value).toLocaleString('en');
  const expected = rows === undefined ? undefined : `${counted(rows)} rows expected`;
  return [
    cost !== undefined && `cost ${cost.toLocaleString('en')}`,
    actualRows === undefined ? expected : `${expected}, ${counted(actualRows)} came`,
    actualMs !== undefined && duration(actualMs),
    loops !== undefined && loops > 1 && `${counted(loops)} loops`,
  ]
    .filter((part) => typeof part === 'string')
    .join(' · ');
}

function textOf(step: PlanStep, indent: string): string[] {
  const figures = figuresOf(step);
  return [
    `${indent}${step.title}${figures === '' ? '' : `  (${figures})`}`,
    ...step.details.map((detail) => `${indent}    ${detail}`),
    ...step.steps.flatMap((inner) => textOf(inner, `${indent}  `)),
  ];
}
