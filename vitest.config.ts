import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const source = (path: string) => fileURLToPath(new URL(`runtime/src/${path}`, import.meta.url))

/** Tests that replace modules, which other tests of the same process would have in their place. */
const MOCKING = ['test/runtime/state/disk-state.test.ts']
const ELSEWHERE = ['test/e2e/**', 'test/webview/**', 'node_modules/**']

const shared = {
  pool: 'forks' as const,
  // As Node imports a CommonJS module: Vitest's own way puts a proxy before it, and the codec calls TypeScript all the time.
  deps: { interopDefault: false },
  // For a machine that is busy: some of them bundle everything, or start several processes.
  testTimeout: 120_000,
  hookTimeout: 60_000,
  expect: { poll: { timeout: 20_000 } },
  typecheck: { enabled: false },
}

export default defineConfig({
  resolve: {
    alias: [
      { find: /^millrace\/(graph|control|supervisor|testing)$/, replacement: source('$1/index.ts') },
      { find: /^millrace$/, replacement: source('index.ts') },
    ],
  },
  test: {
    globalSetup: ['test/build-once.ts'],
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          ...shared,
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [...ELSEWHERE, ...MOCKING],
          // A module is loaded once for all of them: a sixth of the time.
          isolate: false,
        },
      },
      { extends: true, test: { ...shared, name: 'mocking', include: MOCKING } },
    ],
  },
})
