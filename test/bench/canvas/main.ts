import { fileURLToPath } from 'node:url'
import { Stage } from '../../webview/stage/stage.ts'
import { addedNode, firstPaint, keystroke } from './answers.ts'
import { openBare } from './bare.ts'
import { type Driven, drive, look } from './drive.ts'
import { jobOf } from './job.ts'

// It is bundled three folders deep, as the stage is.
const root = fileURLToPath(new URL('../../../', import.meta.url))
const median = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1]

const VIEWS = [0.6, 'all'] as const
const ROUNDS = 3
const size = Number(process.argv[2])
const stage = await Stage.start()
const scene = await stage.open(jobOf(size))
// Layout and record types come after the first picture.
await scene.page.waitForFunction((boxes) => document.querySelectorAll('.react-flow__node').length >= boxes, size)
await scene.page.waitForTimeout(3000)
const browser = scene.page.context().browser()!
const bare = await openBare(browser, scene.diagram!, root)
const result: Record<string, unknown> = { operators: scene.diagram!.nodes.length, edges: scene.diagram!.edges.length }

// In turns, so that a machine whose speed drifts treats both alike.
for (const view of VIEWS) {
  const ours: Record<'pan' | 'zoom', Driven[]> = { pan: [], zoom: [] }
  const theirs: number[] = []
  await look(scene.page, view)
  await look(bare, view)
  for (let round = 0; round < ROUNDS; round++) {
    await scene.page.bringToFront()
    ours.pan.push(await drive(scene.page, 'pan'))
    ours.zoom.push(await drive(scene.page, 'zoom'))
    await bare.bringToFront()
    theirs.push((await drive(bare, 'pan')).framesPerSecond)
  }
  result[String(view)] = {
    pan: median(ours.pan.map(({ perFrame }) => perFrame)),
    zoom: median(ours.zoom.map(({ perFrame }) => perFrame)),
    frames: median(ours.pan.map(({ framesPerSecond }) => framesPerSecond)),
    bare: median(theirs),
  }
}
await bare.close()
await scene.page.bringToFront()
result.keystroke = median(await inOrder(7, (round) => keystroke(scene, round)))
result.added = median(
  await inOrder(7, async () => {
    await scene.page.waitForTimeout(300)
    return addedNode(scene)
  }),
)
result.paint = await firstPaint(scene)
await stage.stop()
console.log(JSON.stringify(result))

async function inOrder(times: number, measure: (round: number) => Promise<number>): Promise<number[]> {
  const values: number[] = []
  for (let round = 0; round < times; round++) values.push(await measure(round))
  return values
}
