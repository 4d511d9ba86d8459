import { defineConfig } from 'vitest/config';

/** Processes, containers and browsers on a busy CI machine may stumble over its slowness once; what is wrong fails twice. */
const retry = process.env.CI === undefined ? 0 : 1;

/** Four kinds of test, told apart by what they need; `npm test` runs all of them. */
export default defineConfig({
  test: {
    pool: 'forks',
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/{deploy,jobs,lib,simulators,status}/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          retry,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          globalSetup: 'test/support/postgres-server.ts',
          testTimeout: 180_000,
          retry,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'faults',
          include: ['test/faults/**/*.test.ts'],
          globalSetup: ['test/support/postgres-server.ts', 'test/support/job-bundles.ts'],
          testTimeout: process.env.FAULT_POINTS === 'all' ? 2 * 3_600_000 : 600_000,
          retry,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'containers',
          include: ['test/containers/**/*.test.ts'],
          globalSetup: 'test/containers/support/images.ts',
          testTimeout: 600_000,
          retry,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
