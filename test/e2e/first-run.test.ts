import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { EditorWindow } from './editor-window.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
/** Pictures to look at after a run. */
const pictures = join(root, '.cache', 'pictures')

let folder: string
let window: EditorWindow

beforeAll(async () => {
  // Outside of the repository: what runs is the runtime inside of the .vsix, and nothing else can be found.
  folder = mkdtempSync(join(tmpdir(), 'millrace-e2e-'))
  cpSync(join(root, 'samples/word-count.flow.ts'), join(folder, 'word-count.flow.ts'))
  cpSync(join(root, 'samples/data'), join(folder, 'data'), { recursive: true })
  mkdirSync(pictures, { recursive: true })
  window = await EditorWindow.open(inject('vscode'), folder)
})

afterAll(async () => {
  await window?.close()
  if (folder) rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

test('a job opens as a diagram, runs on two worker threads, and its counts appear in the panel', async () => {
  const { page } = window
  const before = readdirSync(folder)
  const text = readFileSync(join(folder, 'word-count.flow.ts'), 'utf8')

  await window.openText('word-count.flow.ts')
  await window.runCommand('Millrace: Open Diagram')
  const names = window.diagram.locator('.react-flow__node .name')
  await names.last().waitFor()
  expect(await names.allTextContents()).toEqual(['Read Text File', 'Words', 'Map', 'KeyBy', 'Counts', 'Print'])
  expect(await window.diagram.locator('.react-flow__node .instances').allTextContents()).toEqual(
    Array.from({ length: 6 }, () => '×2'),
  )
  await window.diagram.locator('[data-strategy="ShuffleByKey"]').waitFor()
  await page.screenshot({ path: join(pictures, 'diagram.png') })
  // Opening writes nothing.
  expect(readdirSync(folder)).toEqual(before)
  expect(readFileSync(join(folder, 'word-count.flow.ts'), 'utf8')).toBe(text)

  await window.runCommand('Millrace: Run Job')
  await window.output.locator('.status.finished', { hasText: '2 threads' }).waitFor({ timeout: 60_000 })
  await page.screenshot({ path: join(pictures, 'run.png') })
  const lines = [...(await window.outputLines())]
  expect(lines.filter((line) => !/^Print\[[01]\]\[/.test(line))).toEqual([])
  expect(lines.map((line) => line.replace(/^Print\[[01]\]/, ''))).toContain(wordsLine(highestCount(folder)))
  expect(readFileSync(join(folder, 'word-count.flow.ts'), 'utf8')).toBe(text)
})

/** The most frequent word and how often it comes, counted apart from the runtime. */
function highestCount(folder: string): [string, number] {
  const [file] = readdirSync(join(folder, 'data')).filter((name) =>
    readFileSync(join(folder, 'word-count.flow.ts'), 'utf8').includes(name),
  )
  const counts = new Map<string, number>()
  const words =
    readFileSync(join(folder, 'data', file), 'utf8')
      .toLowerCase()
      .match(/[a-z]+/g) ?? []
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return [...counts].sort(([, a], [, b]) => b - a)[0]
}

function wordsLine([word, count]: [string, number]): string {
  return `[ '${word}', ${count} ]`
}
