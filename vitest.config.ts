import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const source = (path: string) => fileURLToPath(new URL(`runtime/src/${path}`, import.meta.url))

export default defineConfig({
  resolve: {
    alias: [
      { find: /^millrace\/(graph|control|supervisor|testing)$/, replacement: source('$1/index.ts') },
      { find: /^millrace$/, replacement: source('index.ts') },
    ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/build-once.ts'],
    exclude: ['test/e2e/**', 'test/webview/**', 'node_modules/**'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    typecheck: { enabled: false },
  },
})
