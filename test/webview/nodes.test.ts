import { afterEach, beforeAll, expect, test } from 'vitest'
import { settled } from './actions/hands.ts'
import { type Scene, Stage, sample } from './stage/stage.ts'

let stage: Stage

beforeAll(async () => {
  stage = await Stage.shared()
})
afterEach(() => stage.clear())

/** A box of every shape but a group. */
const SHAPES = `import { Environment, print, tumbling } from 'millrace'

const env = new Environment({ parallelism: 2 })

const flights = env
  .fromCollection([{ origin: 'ORD', delay: 20, at: 0 }])
  .setParallelism(1)
  .name('Flights')
const late = flights.filter((f) => f.delay > 15).name('Late')
const perHour = late
  .assignTimestamps((f) => f.at)
  .keyBy('origin')
  .name('By origin')
  .window(tumbling(3_600_000))
  .reduce((first) => first)
  .setParallelism(3)
  .name('Per hour')
perHour
  .windowJoin(env.unconnected<{ origin: string }>(), { left: 'origin', right: 'origin', window: tumbling(60_000) })
  .name('Joined')
  .sink(print())
  .name('Show')
for (const n of [1, 2]) flights.map(() => n).sink(print())
env.unconnected<number>().name('Nothing yet')

await env.execute('flights')
`

async function open(text: string): Promise<Scene> {
  const scene = await stage.open(text, { width: 1600, height: 900 })
  await settled(scene)
  return scene
}

/** What a box says, part by part. */
async function partsOf(scene: Scene, name: string) {
  const box = scene.node(name)
  const [classes, detail, marks, instances] = await Promise.all([
    box.locator('.operator-node').getAttribute('class'),
    box.locator('.detail').allTextContents(),
    box.locator('.mark').evaluateAll((all: any[]) => all.map((mark) => mark.getAttribute('aria-label'))),
    box.locator('.instances').allTextContents(),
  ])
  return { shape: /shape-(\w+)/.exec(classes!)![1], detail: detail.join(), marks, instances: instances.join() }
}

test('a box says what kind of operator it is, its name, what it does, its marks and how many instances it has', async () => {
  const scene = await open(SHAPES)
  expect(await partsOf(scene, 'Flights')).toMatchObject({ shape: 'source', instances: '' })
  expect(await partsOf(scene, 'Late')).toEqual({
    ...{ shape: 'transformation', detail: 'f.delay > 15', marks: [], instances: '×2' },
  })
  expect(await partsOf(scene, 'By origin')).toMatchObject({ shape: 'keyed', detail: "'origin'" })
  expect(await partsOf(scene, 'Per hour')).toMatchObject({ shape: 'window', marks: ['Windows'], instances: '×3' })
  expect(await partsOf(scene, 'Joined')).toMatchObject({ shape: 'join', marks: ['Windows'] })
  expect(await partsOf(scene, 'Show')).toMatchObject({ shape: 'sink', detail: 'print()' })
  expect(await partsOf(scene, 'Nothing yet')).toMatchObject({ shape: 'open' })
})

test('every kind has an icon of its own', async () => {
  const scene = await open(SHAPES)
  const names = ['Flights', 'Late', 'By origin', 'Per hour', 'Joined', 'Show', 'Nothing yet']
  const icons = await Promise.all(
    names.map((name) => scene.node(name).locator('.operator .kind').getAttribute('class')),
  )
  expect(new Set(icons).size).toBe(names.length)
})

test('kinds are told apart without colour: by the form of the box and of its bar', async () => {
  const scene = await open(SHAPES)
  const form = (name: string) =>
    scene
      .node(name)
      .locator('.operator')
      .evaluate((box: any) => {
        const of = (pseudo?: string) => {
          const style = (globalThis as any).getComputedStyle(box, pseudo)
          const { borderRadius, borderStyle, borderLeftStyle, borderLeftWidth, display, bottom, content } = style
          if (pseudo === undefined) return [borderRadius, borderStyle]
          return content === 'none' || display === 'none' ? [] : [borderLeftStyle, borderLeftWidth, bottom]
        }
        return JSON.stringify([of(), of('::before'), of('::after')])
      })
  const names = ['Flights', 'Late', 'By origin', 'Per hour', 'Joined', 'Show', 'Nothing yet']
  expect(new Set(await Promise.all(names.map(form))).size).toBe(names.length)
})

test('what only running tells is a box that says why it is not understood', async () => {
  const scene = await open(SHAPES)
  const opaque = scene.page.locator('.react-flow__node', { has: scene.page.locator('.shape-opaque') })
  expect(await opaque.locator('.reason').textContent()).toContain('loop')
})

test('two inputs have names, and an open one says that nothing comes in', async () => {
  const scene = await open(SHAPES)
  expect(await scene.node('Joined').locator('.port-name.in').allTextContents()).toEqual(['left', 'right'])
  expect(await scene.node('Joined').locator('.port.open').count()).toBe(0)
  const hungry = scene.page.locator('.react-flow__node', { has: scene.page.locator('.port.open') })
  expect(await hungry.locator('.port-name.in').allTextContents()).toEqual(['no input'])
})

test('side outputs have names, beside the main one', async () => {
  const scene = await open(sample('dead-letters'))
  expect(await scene.node('Parse').locator('.port-name.out').allTextContents()).toEqual(['main', 'unreadable'])
  expect(await scene.node('KeyBy').locator('.port-name').count()).toBe(0)
})

test('timers have a mark', async () => {
  const scene = await open(sample('silent-sensors'))
  expect(await partsOf(scene, 'Watch')).toMatchObject({ marks: ['Timers'] })
})

test('a comment above the call is shown as what describes the operator', async () => {
  const scene = await open(SHAPES.replace('const late', '// Those that people complain about\nconst late'))
  expect(await scene.node('Late').locator('.description').textContent()).toBe('Those that people complain about')
})

test('problems are a badge that says what the Problems view says; the worst decides its form, a hint has none', async () => {
  const scene = await open(SHAPES)
  const at = (text: string) => ({ offset: SHAPES.indexOf(text) + 1, length: 1 })
  scene.job.setProblems([
    { range: at('filter('), severity: 'warning', message: 'Nothing is late.' },
    { range: at('filter('), severity: 'error', message: 'No such field.' },
    { range: at('keyBy('), severity: 'warning', message: 'All keys are equal.' },
    { range: at('fromCollection('), severity: 'hint', message: 'Could be a file.' },
  ])
  const late = scene.node('Late').locator('.problem')
  await late.waitFor()
  expect(await late.getAttribute('aria-label')).toBe('Nothing is late.\nNo such field.')
  expect(await late.getAttribute('class')).toContain('codicon-error')
  expect(await scene.node('By origin').locator('.problem').getAttribute('class')).toContain('codicon-warning')
  expect(await scene.node('Flights').locator('.problem').count()).toBe(0)
  scene.job.setProblems([])
  await late.waitFor({ state: 'detached' })
})

test('a box tells a screen reader what it is, what it reads, where it leads and what is wrong', async () => {
  const scene = await open(SHAPES)
  expect(await scene.node('Late').getAttribute('aria-label')).toBe(
    'Late, filter, f.delay > 15, parallelism 2, reads Flights, leads to Timestamps',
  )
  const hungry = scene.page.locator('.react-flow__node', { has: scene.page.locator('.port.open') })
  expect(await hungry.getAttribute('aria-label')).toContain('an input is open')
})

test('the stepper of the selected box writes its parallelism, and goes no lower than 1', async () => {
  const scene = await open(SHAPES)
  await scene.node('Late').click()
  const stepper = scene.page.getByRole('group', { name: 'Parallelism of Late' })
  await stepper.getByRole('button', { name: 'One instance less' }).click()
  await expect.poll(() => scene.code).toContain(".name('Late').setParallelism(1)")
  await expect.poll(() => stepper.getByRole('button', { name: 'One instance less' }).isDisabled()).toBe(true)
})
