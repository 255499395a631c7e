import { defineConfig } from 'vitest/config';

/** `npm run stories`: whole bots, which mostly wait, so several files at once and each in a process of its own. */
export default defineConfig({
  test: {
    include: ['test/stories/*.test.ts'],
    testTimeout: 400_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    maxConcurrency: 2,
  },
});
