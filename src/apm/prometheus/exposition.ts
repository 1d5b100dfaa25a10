/** Values of labels by name. */
export type Labels = Readonly<Record<string, string>>;

export type MetricType = 'counter' | 'gauge' | 'histogram';

/**
 * Writes metrics in Prometheus' text format 0.0.4, or as OpenMetrics 1.0, which differ in the names
 * of counters' families and in the end of the text.
 */
export class Exposition {
  readonly #isOpenMetrics: boolean;
  #text = '';

  constructor(isOpenMetrics: boolean) {
    this.#isOpenMetrics = isOpenMetrics;
  }

  /** @param name - of a counter without `_total`. */
  family(name: string, type: MetricType, help: string): void {
    const family = type === 'counter' && !this.#isOpenMetrics ? `${name}_total` : name;
    this.#text += `# HELP ${family} ${escapeHelp(help)}\n# TYPE ${family} ${type}\n`;
  }

  counter(name: string, labels: Labels, value: number): void {
    this.#sample(`${name}_total`, labels, value);
  }

  gauge(name: string, labels: Labels, value: number): void {
    this.#sample(name, labels, value);
  }

  /** @param buckets - pairs of upper bound and how many are at most that, rising. */
  histogram(
    name: string,
    labels: Labels,
    buckets: readonly (readonly [le: number, count: number])[],
    count: number,
    sum: number,
  ): void {
    for (const [le, atMost] of buckets) {
      this.#sample(`${name}_bucket`, { ...labels, le: this.#boundText(le) }, atMost);
    }
    this.#sample(`${name}_bucket`, { ...labels, le: '+Inf' }, count);
    this.#sample(`${name}_sum`, labels, sum);
    this.#sample(`${name}_count`, labels, count);
  }

  finish(): string {
    return this.#isOpenMetrics ? `${this.#text}# EOF\n` : this.#text;
  }

  /** OpenMetrics wants a point in it: `1.0`. */
  #boundText(bound: number): string {
    return this.#isOpenMetrics && Number.isInteger(bound) ? `${bound}.0` : numberText(bound);
  }

  #sample(name: string, labels: Labels, value: number): void {
    const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escapeLabel(text)}"`);
    const set = pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
    this.#text += `${name}${set} ${numberText(value)}\n`;
  }
}

function numberText(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return String(value);
  return Number.isFinite(value) ? String(value) : value > 0 ? '+Inf' : 'NaN';
}

function escapeLabel(text: string): string {
  return escapeHelp(text).replaceAll('"', '\\"');
}

function escapeHelp(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
}
