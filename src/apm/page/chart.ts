import { element } from '../../browser/index.ts';

/** A line of a chart; undefined where there is nothing to draw. */
export interface Series {
  readonly name: string;
  /** Class that gives its colour. */
  readonly class: string;
  readonly values: readonly (number | undefined)[];
  readonly isArea?: boolean;
}

export interface ChartOptions {
  readonly title: string;
  /** Milliseconds since 1970 of each value. */
  readonly times: readonly number[];
  readonly series: readonly Series[];
  readonly format: (value: number) => string;
}

const SVG = 'http://www.w3.org/2000/svg';
const WIDTH = 600;
const HEIGHT = 110;

/** Values over time as lines, with a readout of the moment under the pointer. */
export function chart(options: ChartOptions): HTMLElement {
  const { title, times, series, format } = options;
  const top = niceTop(
    Math.max(...series.flatMap(({ values }) => values.map((value) => value ?? 0))),
  );
  const svg = svgElement('svg', {
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    preserveAspectRatio: 'none',
    role: 'img',
    'aria-label': describe(options),
  });
  for (const line of [0, 0.5, 1]) svg.append(gridLine(HEIGHT * line));
  for (const line of series) svg.append(...drawn(line, top));
  const cursor = svgElement('line', { class: 'cursor', y1: 0, y2: HEIGHT });
  svg.append(cursor);
  const readout = element('p', { class: 'readout muted', 'aria-hidden': 'true' });
  const rest = () => {
    cursor.classList.remove('shown');
    readout.replaceChildren(...legend(series));
  };
  rest();
  svg.addEventListener('pointermove', (event) => {
    const index = indexUnder(event, svg, times.length);
    const x = xOf(index, times.length);
    cursor.classList.add('shown');
    cursor.setAttribute('x1', String(x));
    cursor.setAttribute('x2', String(x));
    readout.replaceChildren(momentText(options, index));
  });
  svg.addEventListener('pointerleave', rest);
  return element(
    'figure',
    { class: 'chart' },
    element(
      'figcaption',
      {},
      element('h3', {}, title),
      element('span', { class: 'muted' }, `up to ${format(top)}`),
    ),
    wrapped(svg),
    readout,
  );
}

function wrapped(svg: SVGElement): HTMLElement {
  const box = element('div', { class: 'plot' });
  box.append(svg);
  return box;
}

function drawn({ values, class: name, isArea }: Series, top: number): SVGElement[] {
  const path = pathOf(values, top);
  const line = svgElement('path', { class: `line ${name}`, d: path.line });
  const dots = svgElement('path', { class: `line dots ${name}`, d: path.dots });
  const drawn = [line, dots];
  return isArea ? [svgElement('path', { class: `area ${name}`, d: path.area }), ...drawn] : drawn;
}

/** Stretches without values are gaps, not zeros. */
function pathOf(values: readonly (number | undefined)[], top: number) {
  let line = '';
  let dots = '';
  let area = '';
  let startX = 0;
  let isOpen = false;
  values.forEach((value, index) => {
    const x = xOf(index, values.length);
    if (value === undefined) {
      if (isOpen) area += `L${xOf(index - 1, values.length)} ${HEIGHT}L${startX} ${HEIGHT}Z`;
      isOpen = false;
      return;
    }
    const y = round(HEIGHT - (value / top) * HEIGHT);
    if (!isOpen) startX = x;
    line += `${isOpen ? 'L' : 'M'}${x} ${y}`;
    // A line without length and with round caps: a value with none beside it would not be seen.
    if (!isOpen && values[index + 1] === undefined) dots += `M${x} ${y}h0`;
    area += `${isOpen ? 'L' : 'M'}${x} ${y}`;
    isOpen = true;
  });
  if (isOpen) area += `L${xOf(values.length - 1, values.length)} ${HEIGHT}L${startX} ${HEIGHT}Z`;
  return { line, dots, area };
}

function xOf(index: number, count: number): number {
  return round(count < 2 ? 0 : (index / (count - 1)) * WIDTH);
}

function indexUnder(event: PointerEvent, svg: SVGElement, count: number): number {
  const { left, width } = svg.getBoundingClientRect();
  const share = Math.min(1, Math.max(0, (event.clientX - left) / width));
  return Math.round(share * (count - 1));
}

function gridLine(y: number): SVGElement {
  return svgElement('line', { class: 'grid', x1: 0, x2: WIDTH, y1: y, y2: y });
}

function legend(series: readonly Series[]): HTMLElement[] {
  return series.map(({ name, class: own }) => element('span', { class: `legend ${own}` }, name));
}

function momentText({ times, series, format }: ChartOptions, index: number): string {
  const values = series.map(
    ({ name, values }) => `${name} ${values[index] === undefined ? '–' : format(values[index])}`,
  );
  return `${momentOf(times[index]!)}: ${values.join(', ')}`;
}

/** For those who don't see it: the last value of each line and the greatest. */
function describe({ title, series, format }: ChartOptions): string {
  const lines = series.map(({ name, values }) => {
    const known = values.filter((value) => value !== undefined);
    if (known.length === 0) return `${name} has no values`;
    return `${name} is ${format(known.at(-1)!)} now and was ${format(Math.max(...known))} at most`;
  });
  return `${title}: ${lines.join('; ')}.`;
}

function momentOf(ms: number): string {
  return new Date(ms).toLocaleString('en-GB', {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
}

/** 1, 2 or 5 times a power of ten, so that the middle of the chart is a round value too. */
function niceTop(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((step) => step * power).find((top) => top >= value) ?? value;
}

function svgElement(
  tag: string,
  attributes: Readonly<Record<string, string | number>>,
): SVGElement {
  const made = document.createElementNS(SVG, tag) as SVGElement;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  return made;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
