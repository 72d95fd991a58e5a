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
// As many frames as can be drawn: at the screen's own rate both sides would be alike.
const stage = await Stage.start(['--disable-frame-rate-limit', '--disable-gpu-vsync'])
const scene = await stage.open(jobOf(size))
// Layout and record types come after the first picture.
while (!scene.diagram || scene.diagram.nodes.length < size) await scene.page.waitForTimeout(100)
await scene.page.waitForTimeout(3000)
const diagram = scene.diagram
// Both pages show as much of it.
await scene.page.getByRole('button', { name: 'Hide the inspector' }).click()
const browser = scene.page.context().browser()!
const bare = await openBare(browser, diagram, root)
const result: Record<string, unknown> = { operators: diagram.nodes.length, edges: diagram.edges.length }

// In turns, so that a machine whose speed drifts treats both alike.
for (const view of VIEWS) {
  const ours: Record<'pan' | 'zoom', Driven[]> = { pan: [], zoom: [] }
  const theirs: number[] = []
  await look(scene.page, diagram, view)
  await look(bare, diagram, view)
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
await look(scene.page, diagram, 'all')
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
