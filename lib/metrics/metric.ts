/** One measured value with what tells it apart from the others of its metric. */
export interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A gauge: a value that may go up and down. The only kind that a program that ends can report. */
export interface Metric {
  /** `etl_last_run_duration_seconds`: the unit last. */
  readonly name: string;
  /** One line for people. */
  readonly help: string;
  readonly samples: readonly Sample[];
}

/** The content type of `formatMetrics`. */
export const METRICS_CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/**
 * Metrics in the text format of Prometheus; one without samples is left out.
 *
 * Source: prometheus.io/docs/instrumenting/exposition_formats, "Text-based format", read 2026-11-21.
 */
export function formatMetrics(metrics: readonly Metric[]): string {
  return metrics
    .filter(({ samples }) => samples.length > 0)
    .map(
      ({ name, help, samples }) =>
        `# HELP ${name} ${escaped(help)}\n# TYPE ${name} gauge\n${samples.map((sample) => line(name, sample)).join('')}`,
    )
    .join('');
}

function line(name: string, { labels = {}, value }: Sample): string {
  const pairs = Object.entries(labels).map(
    ([label, text]) => `${label}="${escaped(text).replaceAll('"', '\\"')}"`,
  );
  return `${name}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${value}\n`;
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}
