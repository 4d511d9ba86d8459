import { formatMetrics } from '@movement-etl/lib/metrics';
import { describe, expect, it } from 'vitest';

describe('formatMetrics', () => {
  it('writes what Prometheus reads, with labels escaped', () => {
    const text = formatMetrics([
      {
        name: 'etl_backlog',
        help: 'People\nto send.',
        samples: [{ labels: { job: 'a "b"', target: 'c\\d\ne' }, value: 3 }, { value: 0.5 }],
      },
    ]);

    expect(text).toBe(
      '# HELP etl_backlog People\\nto send.\n# TYPE etl_backlog gauge\n' +
        'etl_backlog{job="a \\"b\\"",target="c\\\\d\\ne"} 3\netl_backlog 0.5\n',
    );
  });

  it('leaves out a metric that nothing is known of', () => {
    expect(formatMetrics([{ name: 'etl_nothing', help: 'Nothing.', samples: [] }])).toBe('');
  });
});
