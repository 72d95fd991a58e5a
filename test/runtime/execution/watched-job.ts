import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { expect, onTestFinished, vi } from 'vitest'
import type * as Control from '../../../runtime/src/control/index.ts'
import type * as Supervisor from '../../../runtime/src/supervisor/index.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const built = async <T>(room: string): Promise<T> =>
  import(pathToFileURL(join(root, 'runtime', 'dist', room, 'index.js')).href)

/** Starts a job in a process of its own until the test has ended, and gives a client that watches it, and more of them. */
export async function watched(
  body: string,
  config = '{ threads: 2 }',
): Promise<Control.ControlClient & { another: () => Promise<Control.ControlClient> }> {
  const base = join(root, '.cache', 'jobs')
  mkdirSync(base, { recursive: true })
  const folder = mkdtempSync(join(base, 'watching-'))
  const { build, superviseJob } = await built<typeof Supervisor>('supervisor')
  const { connect } = await built<typeof Control>('control')
  const file = join(folder, 'job.flow.mts')
  writeFileSync(
    file,
    `import { Environment, defineSource, generate, outputTag } from 'millrace'\nconst env = new Environment(${config})\n${body}\nawait env.execute('watched')\n`,
  )
  const job = superviseJob({ bundle: await build(file) })
  let running = false
  job.on({
    state: ({ state }) => {
      running ||= state === 'running'
    },
  })
  onTestFinished(async () => {
    job.cancel()
    await job.ended
    rmSync(folder, { recursive: true, force: true })
  })
  await vi.waitFor(() => expect(running).toBe(true), 20_000)
  const another = async () => {
    const client = await connect({ ...job.address, output: 'latest' })
    onTestFinished(() => client.close())
    return client
  }
  return Object.assign(await another(), { another })
}

/** A source of so many records, which then waits: the job goes on, with numbers that are known. */
export const counted = (count: number) => `defineSource({
  name: 'Counted',
  singleInstance: 'the test counts',
  splits: () => [0],
  reader: () => {
    let next = 0
    return {
      poll: (max) => next < ${count} ? Array.from({ length: Math.min(max, ${count} - next) }, () => next++) : new Promise(() => {}),
      snapshot: () => next,
      restore: (to) => { next = to },
    }
  },
})`
