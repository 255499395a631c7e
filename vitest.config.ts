import { defineConfig } from 'vitest/config';

/** `npm test`: all that needs only Linux and Node. What needs more (real programs, Chromium, Postgres) has its own command. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/e2e/**', 'test/machine/**', 'test/real/**', 'test/stories/**'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Waits end by progress; how long one may take is for a busy machine to say, not for each test.
    expect: { poll: { timeout: 20_000 } },
    maxWorkers: 2,
    // Nothing here keeps a state of its own between files; a fresh process for each cost half of the time.
    isolate: false,
  },
});
