export { formatMetrics, METRICS_CONTENT_TYPE, type Metric, type Sample } from './metric.ts';
export { type RunFacts, runMetrics } from './run-metrics.ts';
