import type { Locator } from 'playwright-core'
import { expect } from 'vitest'
import type { Scene, Stage } from '../stage/stage.ts'

/** A job with a field of every kind. */
export const JOB = `import { collect, Environment, textFile, tumbling } from 'millrace'

const env = new Environment()
const cores = 4

env
  .source(textFile('data/words.txt'))
  .map((line) => ({ word: line, at: line.length }))
  .assignTimestamps((record) => record.at)
  .keyBy('word')
  .window(tumbling(60_000))
  .reduce((first) => first, 'Latest')
  .sink(collect('latest'))

await env.execute('words')
`

/** Opens a job, and waits until its boxes are there. */
export async function openJob(stage: Stage, text = JOB, options: Parameters<Stage['open']>[1] = {}): Promise<Scene> {
  const scene = await stage.open(text, options)
  await expect.poll(() => scene.page.locator('.react-flow__node').count()).toBeGreaterThan(0)
  return scene
}

/** Selects a box, as the cursor in the text does. */
export async function choose(scene: Scene, ...names: string[]): Promise<void> {
  const keys = names.map((name) => scene.diagram!.nodes.find((node) => node.name === name)!.key)
  await chooseKeys(scene, keys)
  if (names.length === 1) await heading(scene, names[0]).waitFor()
}

export async function chooseKeys(scene: Scene, keys: readonly string[]): Promise<void> {
  await scene.page.evaluate(
    (sent) => (globalThis as any).postMessage({ type: 'select', keys: sent, reveal: false }, '*'),
    keys,
  )
}

export const heading = (scene: Scene, name: string): Locator =>
  scene.page.locator('.inspector h2').getByText(name, { exact: true })

export const field = (scene: Scene, label: string): Locator =>
  scene.page.locator('.inspector').getByLabel(label, { exact: true })

/** The code editor of a field, when it has been loaded. */
export const codeOf = (scene: Scene, label: string): Locator =>
  scene.page.locator('.inspector').getByRole('textbox', { name: label, exact: true })

/** The lines of the job's text that have something in them. */
export const lines = (scene: Scene, having: RegExp): string[] =>
  scene.code
    .split('\n')
    .filter((line) => having.test(line))
    .map((line) => line.trim())
