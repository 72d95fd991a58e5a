import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import type { Run, RunOptions, RunRequest, StartSettings } from '../../../extension/src/run/index.ts'

export const root = fileURLToPath(new URL('../../..', import.meta.url))

/** A source that never ends, and says that it runs. */
export const endless = `import { Environment, print } from 'millrace'
const env = new Environment({ parallelism: 1 })
async function* ticks() { for (let n = 0; ; n++) { yield n; await new Promise((resolve) => setTimeout(resolve, 5)) } }
env.source(ticks).map((n) => 'tick ' + n).sink(print())
await env.execute('endless')
`

/** A folder with jobs in it that find the runtime; it goes with `remove`. */
export class JobFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'millrace-run-'))

  constructor() {
    mkdirSync(join(this.path, 'node_modules'))
    symlinkSync(join(root, 'runtime'), join(this.path, 'node_modules/millrace'))
  }

  /** Writes a job and says how it is to be run. */
  job(name: string, text: string, more: Partial<RunRequest> & { options?: RunOptions } = {}): StartSettings {
    const file = join(this.path, `${name}.flow.ts`)
    writeFileSync(file, text)
    const { execPath, versions, env } = process
    const node = { env, editor: { execPath, versions } }
    const request = { file, options: {}, ...more }
    return { request, texts: new Map(), node, extensionFile: join(root, 'dist/extension.cjs') }
  }

  /** Notes of jobs that run, and temporary files of ours. */
  left(): string[] {
    try {
      return readdirSync(join(this.path, '.millrace/running'))
    } catch {
      return []
    }
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true, maxRetries: 3 })
  }
}

export const linesOf = ({ output }: Run): string[] => output.slice(0, output.end).map(({ text }) => text)

export async function until(run: Run, text: string): Promise<void> {
  await expect.poll(() => linesOf(run).some((line) => line.includes(text)), { timeout: 25_000 }).toBe(true)
}

export function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0)
    return true
  } catch {
    return false
  }
}
