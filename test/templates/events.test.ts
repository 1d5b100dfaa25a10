import { expect, onTestFinished, test } from 'vitest';
import {
  createRequestContext,
  runInContext,
  type TemplateRenderEvent,
  templateRenderChannel,
} from '../../src/events/index.ts';
import { createTemplateEngine } from '../../src/templates/index.ts';

const templates = {
  'base.html': '<{% block a %}{% endblock %}>',
  'page.html':
    '{% extends "base.html" %}{% block a %}{% include "row.html" with year=1975 %}{% endblock %}',
  'row.html': '{{ title }} {{ year }}',
  'broken.html': '{{ list|first }}',
};

function recorded(): TemplateRenderEvent[] {
  const events: TemplateRenderEvent[] = [];
  onTestFinished(templateRenderChannel.subscribe((event) => void events.push(event)));
  return events;
}

test('a page and what it includes are published, innermost first', () => {
  const events = recorded();
  const context = createRequestContext();
  const engine = createTemplateEngine({ templates });
  const output = runInContext(context, () => engine.render('page.html', { title: 'Jaws' }));
  expect(output).toBe('<Jaws 1975>');
  expect(
    events.map(({ template, depth, outputLength }) => ({ template, depth, outputLength })),
  ).toEqual([
    { template: 'row.html', depth: 1, outputLength: 9 },
    { template: 'page.html', depth: 0, outputLength: 11 },
  ]);
  expect(events.map((event) => event.contextNames)).toEqual([['title', 'year'], ['title']]);
  expect(events.every((event) => event.context === context && event.durationMs >= 0)).toBe(true);
});

test('waiting counts into the time, the request is that of the start', async () => {
  const events = recorded();
  const context = createRequestContext();
  const engine = createTemplateEngine({ templates });
  const title = new Promise((resolve) => setTimeout(resolve, 20, 'Jaws'));
  await runInContext(context, () => engine.render('page.html', { title }));
  expect(events).toHaveLength(2);
  expect(events[1]!.context).toBe(context);
  expect(events[1]!.durationMs).toBeGreaterThan(10);
});

test('a failure is published too', () => {
  const events = recorded();
  const engine = createTemplateEngine({ templates });
  expect(() => engine.render('broken.html', { list: 1 })).toThrow();
  expect(events[0]).toMatchObject({ template: 'broken.html', outputLength: 0 });
  expect(events[0]!.error).toMatchObject({ code: 'templates.filter.invalid' });
});
