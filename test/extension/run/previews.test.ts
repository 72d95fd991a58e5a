import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type PreviewRequest, Previews, previewHere } from '../../../extension/src/run/index.ts'
import { JobFolder } from './start.ts'

let folder: JobFolder
let previews: Previews

beforeEach(() => {
  folder = new JobFolder()
  previews = new Previews()
})
afterEach(async () => {
  await previews.dispose()
  folder.remove()
})

const numbers = `import { Environment, textFileSink } from 'millrace'
const env = new Environment({ parallelism: 1 })
async function* numbers() { for (let n = 0; ; n++) yield n }
env.source(numbers, 'Numbers').map((n) => n * 2).name('Double').map(String).name('Text').sink(textFileSink('out'))
await env.execute('numbers')
`

function start(name: string, text: string, more: Partial<PreviewRequest> = {}, texts = new Map<string, string>()) {
  const settings = folder.job(name, text)
  const request = { run: settings.request, job: 0, jobName: name, records: 100, timeoutMs: 20_000, ...more }
  return previews.start(request, text, previewHere({ ...settings, texts }, request))
}

const ended = (preview: { readonly state: string }) =>
  expect.poll(() => preview.state, { timeout: 25_000 }).not.toBe('running')

test('a source that never ends gives so many records, and no sink writes', async () => {
  const preview = start('numbers', numbers, { operator: 'Text' })
  await ended(preview)
  expect(preview.state).toBe('complete')
  expect(preview.result?.edges.map(({ numRecords }) => numRecords)).toEqual([100, 100, 100])
  expect(existsSync(join(folder.path, 'out'))).toBe(false)
})

test('the text as it is in the editor is previewed, not the one that is saved', async () => {
  const { file } = folder.job('numbers', numbers).request
  const preview = start(
    'numbers',
    numbers,
    { operator: 'Double' },
    new Map([[file, numbers.replace('n * 2', 'n * 7')]]),
  )
  await ended(preview)
  expect(
    preview.result?.edges
      .at(-1)
      ?.records.slice(0, 3)
      .map(({ text }) => text),
  ).toEqual(['0', '7', '14'])
})

test('a job that does not compile has failed, at its line', async () => {
  const preview = start('broken', numbers.replace('n * 2', 'n * * 2'))
  await ended(preview)
  expect(preview).toMatchObject({ state: 'failed', error: { reason: 'invalid-job', position: { line: 4 } } })
})

test('a preview that is asked for again ends the one before it', async () => {
  const first = start('endless', numbers.replace('n * 2', '{ for (;;) {} }'))
  const second = start('endless', numbers)
  expect(previews.of(second.file)).toBe(second)
  await Promise.all([ended(first), ended(second)])
  expect([first.state, second.state, second.error]).toEqual(['cancelled', 'complete', undefined])
})
