import { defineConfig } from 'vitest/config'

/** Tests that drive a real VS Code. `npm test` packs the extension and installs VS Code and a browser for them. */
export default defineConfig({
  test: {
    include: ['test/e2e/**/*.test.ts'],
    pool: 'forks',
    // One VS Code at a time: it takes 1.7 GB.
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // VS Code takes its time on a machine that is busy.
    expect: { poll: { timeout: 20_000 } },
  },
})
