import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { Stage, sample } from './stage/stage.ts'

let stage: Stage

beforeAll(async () => {
  stage = await Stage.start()
})
afterEach(() => stage.clear())
afterAll(() => stage?.stop())

test('a sample is drawn: a box for every operator, an arrow for every edge', async () => {
  const scene = await stage.open(sample('fork-and-union'))
  const names = await scene.page.locator('.react-flow__node .name').allTextContents()
  expect(names.length).toBe(scene.diagram!.nodes.length)
  expect(await scene.page.locator('.react-flow__edge').count()).toBe(scene.diagram!.edges.length)
  expect(scene.errors).toEqual([])
})
