import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect } from '../../../runtime/src/control/index.ts'
import type * as Supervisor from '../../../runtime/src/supervisor/index.ts'
import { dist } from '../supervisor/scripted.ts'
import { millrace } from './millrace.ts'

let folder: string
let file: string
beforeAll(() => {
  const jobs = fileURLToPath(new URL('../../../.cache/jobs/', import.meta.url))
  mkdirSync(jobs, { recursive: true })
  folder = mkdtempSync(join(jobs, 'state-'))
  file = join(folder, 'counts.flow.ts')
  writeFileSync(
    file,
    `import { Environment, generate, tumbling } from 'millrace'
const env = new Environment({ parallelism: 2, threads: 2 })
const words = env.source(generate((i) => ['a', 'b', 'c'][i % 3], { count: 9 }))
// What does not end keeps the job running.
const open = env.source(async function* () { yield* []; await new Promise(() => {}) } as never)
words.map((word) => [word, 1]).keyBy(0).sum(1).name('Counts').sink()
words.keyBy((word) => ({ word })).process({
  open: ({ state, listState }) => ({ seen: state('seen', { default: 0 }), words: listState<string>('words') }),
  onRecord(word, { state }) { state.seen.update(state.seen.value() + 1); state.words.add(word) },
}).uid('per word').sink()
open.sink()
await env.execute('counts')
`,
  )
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('what a running job keeps', () => {
  it('can be asked by key, through the control protocol and on the command line', async () => {
    const { build, runningJobs, superviseJob }: typeof Supervisor = await import(
      pathToFileURL(join(dist, 'supervisor', 'index.js')).href
    )
    const bundle = await build(file)
    const job = superviseJob({ bundle })
    let running!: () => void
    const isRunning = new Promise<void>((resolve) => {
      running = resolve
    })
    job.on({ state: ({ state }) => state === 'running' && running() })
    await isRunning
    const client = await connect({ ...job.address, output: 'none' })
    try {
      const wait = async () => {
        for (let attempt = 0; attempt < 100; attempt++) {
          const [entry] = await client.queryState(0, 'Counts', 'a')
          if (entry?.text.includes('3')) return
          await new Promise((resolve) => setTimeout(resolve, 50))
        }
      }
      await wait()
      expect(await client.queryState(0, 'Counts', 'a')).toMatchObject([{ operatorName: 'Counts', name: 'sum' }])
      expect(await client.queryState(0, 'per word', '{"word":"b"}')).toMatchObject([
        { name: 'seen', text: '3' },
        { name: 'words', text: '["b","b","b"]' },
      ])
      expect(await client.queryState(0, 'seen', '{"word":"c"}')).toMatchObject([{ name: 'seen', text: '3' }])
      expect(await client.queryState(0, 'Counts', 'nobody')).toEqual([])
      await expect(client.queryState(0, 'Cuonts', 'a')).rejects.toThrow("the job has no operator and no state 'Cuonts'")

      const asked = await millrace(['state', file, 'words', '{"word":"a"}'], folder)
      expect(asked).toMatchObject({ code: 0, stdout: 'Process  words  ["a","a","a"]\n' })
      expect(await millrace(['state', file, 'words', 'nobody'], folder)).toMatchObject({
        code: 1,
        stderr: 'nothing is kept under the key nobody\n',
      })
      expect((await millrace(['state', file, 'wrods', 'a'], folder)).stderr).toContain('no operator and no state')
    } finally {
      client.close()
      job.cancel()
      await job.ended
    }
    expect(runningJobs(file)).toEqual([])
    expect(readdirSync(join(folder, '.millrace', 'running'))).toEqual([])
    const gone = await millrace(['state', file, 'words', 'a'], folder)
    expect(gone.code).toBe(2)
    expect(gone.stderr).toContain('does not run')
    expect(gone.stderr).toContain('Start it with: millrace run')
  })
})
