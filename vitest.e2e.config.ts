import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** The longest first: the others fill the time beside it. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) => moduleId.endsWith('/opening.test.ts')
    const sorted = await super.sort(files)
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))]
  }
}

/** Tests that drive a real VS Code. `npm test` packs the extension and installs VS Code and a browser for them. */
export default defineConfig({
  test: {
    include: ['test/e2e/**/*.test.ts'],
    globalSetup: ['test/e2e/shared-vscode.ts'],
    setupFiles: ['test/e2e/failure.ts'],
    pool: 'forks',
    // Two at a time: a VS Code takes 1.7 GB, and one and a half cores while it is used.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    // VS Code takes its time on a machine that is busy.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    expect: { poll: { timeout: 40_000 } },
  },
})
