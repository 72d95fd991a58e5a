import { defineConfig } from 'vitest/config'

/** Tests of the webviews in a real browser, on what was built. */
export default defineConfig({
  test: {
    include: ['test/webview/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
  },
})
