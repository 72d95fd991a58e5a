import { defineConfig } from 'vitest/config'

/** Tests of the webviews in a real browser, on what was built. */
export default defineConfig({
  test: {
    include: ['test/webview/**/*.test.ts'],
    pool: 'forks',
    // A module is loaded once for all of them.
    isolate: false,
    // A page waits for its host, and a test for its page.
    maxWorkers: 3,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
  },
})
