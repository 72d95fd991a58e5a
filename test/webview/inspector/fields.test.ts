import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { Stage } from '../stage/stage.ts'
import { choose, field, heading, JOB, lines, openJob } from './inspected.ts'

let stage: Stage

beforeAll(async () => {
  stage = await Stage.shared()
})
afterEach(() => stage.clear())

describe('a name', () => {
  test('is applied by Enter as one undo step, and stays with its box', async () => {
    const scene = await openJob(stage)
    await choose(scene, 'Map')
    await field(scene, 'Name').fill('Parse')
    expect(scene.code).toBe(JOB)
    await field(scene, 'Name').press('Enter')
    await heading(scene, 'Parse').waitFor()
    expect(lines(scene, /Parse/)).toEqual([".name('Parse')"])
    expect(scene.undoSteps).toBe(1)
    scene.undo()
    await heading(scene, 'Map').waitFor()
    expect(scene.code).toBe(JOB)
  })

  test('that is emptied is the default again', async () => {
    const scene = await openJob(stage)
    await choose(scene, 'Latest')
    await field(scene, 'Name').fill('')
    await field(scene, 'Name').press('Enter')
    await heading(scene, 'Window').waitFor()
    expect(lines(scene, /reduce/)).toEqual(['.reduce((first) => first)'])
  })
})

test('a description has several lines, and Ctrl+Enter applies it', async () => {
  const scene = await openJob(stage)
  await choose(scene, 'Map')
  await field(scene, 'Description').fill('One\ntwo')
  await field(scene, 'Description').press('Control+Enter')
  await expect
    .poll(() => lines(scene, /\/\/|map/))
    .toEqual(['// One', '// two', '.map((line) => ({ word: line, at: line.length }))'])
})

test('a field applies when it is left', async () => {
  const scene = await openJob(stage)
  await choose(scene, 'Map')
  await field(scene, 'Uid').fill('parse')
  await field(scene, 'Name').focus()
  await expect.poll(() => lines(scene, /uid/)).toEqual([".uid('parse')"])
})

test('a parallelism goes by steps, as an expression, and back to that of the job', async () => {
  const scene = await openJob(stage)
  await choose(scene, 'Map')
  const { page } = scene
  await page.getByLabel('Parallelism: One more').click()
  await expect.poll(() => lines(scene, /setParallelism/).length).toBe(1)
  await expect.poll(() => field(scene, 'Parallelism').inputValue()).toBe('2')
  await field(scene, 'Parallelism').fill('cores')
  await field(scene, 'Parallelism').press('Enter')
  await expect.poll(() => lines(scene, /setParallelism\(cores\)/).length).toBe(1)
  await page.getByLabel('Parallelism: As everywhere else').click()
  await expect.poll(() => scene.code).toBe(JOB)
})

describe('windows', () => {
  test('have a length in words, and the text has milliseconds', async () => {
    const scene = await openJob(stage)
    await choose(scene, 'Latest')
    expect(await field(scene, 'Size').inputValue()).toBe('1 min')
    await field(scene, 'Size').fill('1 h 30 min')
    await field(scene, 'Size').press('Enter')
    await expect.poll(() => lines(scene, /\.window/)).toEqual(['.window(tumbling(5_400_000))'])
    expect(scene.undoSteps).toBe(1)
    await expect
      .poll(() => scene.page.locator('.window-picture').getAttribute('aria-label'))
      .toBe('one after the other, 1 h 30 min each')
  })

  test('of another sort keep their length, and what they need is imported', async () => {
    const scene = await openJob(stage)
    await choose(scene, 'Latest')
    await field(scene, 'Windows').selectOption('sliding')
    await expect
      .poll(() => lines(scene, /window|import/))
      .toEqual([
        "import { collect, Environment, sliding, textFile, tumbling } from 'millrace'",
        '.window(sliding({ size: 60_000, slide: 10_000 }))',
      ])
    await expect.poll(() => field(scene, 'Slide').inputValue()).toBe('10 s')
    await field(scene, 'Slide').fill('20s')
    await field(scene, 'Slide').press('Enter')
    await expect.poll(() => lines(scene, /\.window/)).toEqual(['.window(sliding({ size: 60_000, slide: 20_000 }))'])
  })

  test('whose length is an expression have it as code', async () => {
    const scene = await openJob(stage, JOB.replace('tumbling(60_000)', 'tumbling(60 * 1_000)'))
    await choose(scene, 'Latest')
    const code = scene.page.getByRole('textbox', { name: 'Size' })
    await expect.poll(() => code.textContent()).toBe('60 * 1_000')
  })

  test('get an allowed lateness, and lose it', async () => {
    const scene = await openJob(stage)
    await choose(scene, 'Latest')
    await field(scene, 'Allowed lateness').fill('5 s')
    await field(scene, 'Allowed lateness').press('Enter')
    await expect.poll(() => lines(scene, /Lateness/)).toEqual(['.allowedLateness(5_000)'])
    await expect.poll(() => scene.page.locator('.unsaved').count()).toBe(0)
    await field(scene, 'Allowed lateness').fill('')
    await field(scene, 'Allowed lateness').press('Enter')
    await expect.poll(() => scene.code).toBe(JOB)
  })

  test('can be changed again before the diagram has come that the first change made', async () => {
    const scene = await openJob(stage)
    await choose(scene, 'Latest')
    const held = scene.holdDiagrams()
    const { version } = scene.diagram!
    await field(scene, 'Allowed lateness').fill('5 s')
    await field(scene, 'Allowed lateness').press('Enter')
    await expect.poll(() => lines(scene, /Lateness/)).toEqual(['.allowedLateness(5_000)'])
    await expect.poll(() => scene.page.locator('.unsaved').count()).toBe(0)
    await expect.poll(() => held.has(version + 1)).toBe(true)
    // Empty, as the diagram that is there still has it.
    await field(scene, 'Allowed lateness').fill('')
    await field(scene, 'Allowed lateness').press('Enter')
    await expect.poll(() => scene.code).toBe(JOB)
    // The first change's diagram does not bring back what was changed again.
    await held.releaseTo(version + 1)
    expect(await field(scene, 'Allowed lateness').inputValue()).toBe('')
    await held.release()
    await expect.poll(() => scene.page.locator('.unsaved').count()).toBe(0)
    expect(await field(scene, 'Allowed lateness').inputValue()).toBe('')
    expect(scene.code).toBe(JOB)
  })

  test('do not take a length that is none: it stays in the field, with what is wrong', async () => {
    const scene = await openJob(stage)
    await choose(scene, 'Latest')
    await field(scene, 'Size').fill('ten')
    await field(scene, 'Size').press('Enter')
    await scene.page.getByText('A length of time: 500 ms, 10 s, 1 h 30 min.').waitFor()
    expect(await field(scene, 'Size').inputValue()).toBe('ten')
    await scene.save()
    expect(scene.code).toBe(JOB)
  })
})

test("a path is chosen, and its quotes are the file's", async () => {
  const scene = await openJob(stage)
  await choose(scene, 'Read Text File')
  expect(await field(scene, 'Path').inputValue()).toBe('data/words.txt')
  await scene.page.getByLabel('Path: choose a file').click()
  await expect.poll(() => lines(scene, /source/)).toEqual([".source(textFile('data/chosen.txt'))"])
})

test('a quoted text is shown without quotes, and written with them', async () => {
  const scene = await openJob(stage)
  await choose(scene, 'Collect')
  expect(await field(scene, 'Name').first().inputValue()).toBe('')
  const name = scene.page.locator('.parts input')
  expect(await name.inputValue()).toBe('latest')
  await name.fill("it's")
  await name.press('Enter')
  await expect.poll(() => lines(scene, /sink/)).toEqual([".sink(collect('it\\'s'))"])
  await expect.poll(() => name.inputValue()).toBe("it's")
})

test('a sink becomes another one', async () => {
  const scene = await openJob(stage)
  await choose(scene, 'Collect')
  await field(scene, 'Sink').selectOption('print')
  await expect.poll(() => lines(scene, /sink/)).toEqual(['.sink(print())'])
})

test('the job is named, its own name is in its field', async () => {
  const scene = await openJob(stage)
  expect(await field(scene, 'Name').inputValue()).toBe('words')
  await field(scene, 'Name').fill('counts')
  await field(scene, 'Name').press('Enter')
  await expect.poll(() => lines(scene, /execute/)).toEqual(["await env.execute('counts')"])
  await heading(scene, 'counts').waitFor()
})

test('what happens when it throws, and the slot group, are chosen', async () => {
  const scene = await openJob(stage)
  await choose(scene, 'Map')
  await field(scene, 'When it throws').selectOption('skip')
  await expect.poll(() => lines(scene, /onError/)).toEqual([".onError('skip')"])
  await field(scene, 'Slot group').fill('slow')
  await field(scene, 'Slot group').press('Enter')
  await expect.poll(() => lines(scene, /slotGroup/)).toEqual([".slotGroup('slow')"])
  await expect.poll(() => field(scene, 'When it throws').inputValue()).toBe('skip')
  await field(scene, 'When it throws').selectOption('fail')
  await expect.poll(() => lines(scene, /onError/)).toEqual([])
})
