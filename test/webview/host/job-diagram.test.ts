import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Diagram } from '../../../webview/src/shared/index.ts'
import { HostedJob } from '../stage/hosted-job.ts'
import { LanguageServer } from '../stage/language-server.ts'

const JOB = `import { Environment, print } from 'millrace'

const env = new Environment()
env
  .fromCollection([1, 2, 3])
  .filter((n) => n > 1)
  .map((n) => n * 2)
  .sink(print())

await env.execute('late')
`

let server: LanguageServer
let hosted: HostedJob
let opened = 0

beforeAll(async () => {
  server = await LanguageServer.start(fileURLToPath(new URL('../../../dist/server.cjs', import.meta.url)))
})
afterEach(() => hosted?.close())
afterAll(() => server?.stop())

async function open(text = JOB, sidecar?: string): Promise<HostedJob> {
  hosted = await HostedJob.open(server, `file:///jobs/late-${opened++}.flow.ts`, text, sidecar)
  return hosted
}

describe('looking writes nothing', () => {
  test('opening, turning, opening groups, selecting', async () => {
    const helper = JOB.replace('  .map((n) => n * 2)\n', '').replace(
      'env\n',
      'const doubled = (s: DataStream<number>) => s.map((n) => n * 2)\ndoubled(env.fromCollection([5]))\nenv\n',
    )
    const text = helper.replace('Environment, print', 'type DataStream, Environment, print')
    const { job, ...rest } = await open(text)
    const [group] = (await hosted.diagram()).nodes.filter(({ shape }) => shape === 'group')
    expect(group.name).toBe('doubled')
    job.openGroup(group.key, true)
    await hosted.diagram(({ groups }) => groups.length === 1)
    job.turn('down')
    await hosted.diagram(({ direction }) => direction === 'down')
    await job.writeSidecar()
    expect([hosted.text.text, hosted.text.steps, hosted.written]).toEqual([text, 0, 0])
    expect(rest.sidecar).toBeUndefined()
  })
})

describe('a box that was moved', () => {
  test('is one step of the text that changes none of its bytes; undo and redo take it back and forth', async () => {
    await open()
    const before = await hosted.place('Map')
    await hosted.move('Map', before.x + 100, 400)
    expect(await hosted.place('Map')).toEqual({ x: before.x + 100, y: 400, placed: true })
    expect([hosted.text.text, hosted.text.steps]).toEqual([JOB, 1])
    hosted.text.undo()
    expect(await hosted.place('Map')).toEqual(before)
    hosted.text.redo()
    expect(await hosted.place('Map')).toEqual({ x: before.x + 100, y: 400, placed: true })
  })

  test('is written beside the job when that is saved, and found again when the text was edited outside', async () => {
    await open()
    await hosted.move('Map', 500, 300)
    expect(hosted.written).toBe(0)
    await hosted.job.writeSidecar()
    expect(hosted.sidecar).toMatchInlineSnapshot(`
      "{
        "operators": [
          { "method": "fromCollection", "text": "[1, 2, 3]" },
          { "method": "filter", "text": "(n) => n > 1" },
          { "method": "map", "text": "(n) => n * 2", "x": 500, "y": 300 },
          { "method": "sink", "text": "print()" }
        ],
        "version": 1
      }
      "
    `)
    await hosted.job.writeSidecar()
    expect(hosted.written).toBe(1)
    const { sidecar } = hosted
    await hosted.close()

    await open(JOB.replace('n > 1)', 'n > 1)\n  .inspect(console.log)').replace('n * 2', 'n * 3'), sidecar)
    expect(await hosted.place('Map')).toEqual({ x: 500, y: 300, placed: true })
  })

  test('when_allMovesAreUndoneAndTheJobIsSaved_then_theFileBesideItIsAsItWas', async () => {
    await open()
    await hosted.move('Map', 500, 300)
    await hosted.job.writeSidecar()
    const { sidecar } = hosted
    await hosted.move('Filter', 10, 20)
    await hosted.move('Map', 0, 0)
    hosted.text.undo()
    hosted.text.undo()
    await hosted.job.writeSidecar()
    expect(hosted.sidecar).toBe(sidecar)
    hosted.text.undo()
    await hosted.job.writeSidecar()
    expect(hosted.sidecar).toBeUndefined()
  })

  test('is left to the layout again by arranging, which can be undone', async () => {
    await open()
    const { x, y } = await hosted.place('Map')
    await hosted.move('Map', x, y + 300)
    expect(await hosted.job.arrangeAnew(undefined)).toEqual({ done: true, newErrors: [] })
    expect(await hosted.place('Map')).toMatchObject({ placed: false })
    hosted.text.undo()
    expect(await hosted.place('Map')).toEqual({ x, y: y + 300, placed: true })
  })

  test('cannot be in a file that is read-only, and the reason is told', async () => {
    await open()
    hosted.text.readOnly = 'The file is read-only.'
    const key = await hosted.keyOf('Map')
    expect(await hosted.job.move([{ key, x: 1, y: 1 }])).toEqual({ refused: 'The file is read-only.' })
    expect(await hosted.place('Map')).toMatchObject({ placed: false })
  })
})

describe('the file beside the job', () => {
  test('when_itIsDamaged_then_aNoticeTells_andItIsNotOverwrittenUnasked', async () => {
    await open(JOB, '{ "version": 1, "operators": [{}] }')
    const { notices } = await hosted.diagram()
    expect(notices).toEqual([
      'late.flow.layout.json is damaged: its operator 1 cannot be read. Operators are placed as if it were not there. Repair or delete it, or move an operator to replace it.',
    ])
    await hosted.job.writeSidecar()
    expect(hosted.asked).toBe(0)
    await hosted.move('Map', 500, 300)
    hosted.mayReplace = false
    await hosted.job.writeSidecar()
    expect([hosted.asked, hosted.written]).toEqual([1, 0])
    hosted.mayReplace = true
    await hosted.job.writeSidecar()
    expect([hosted.asked, hosted.written]).toEqual([2, 1])
    expect((await hosted.diagram()).notices).toEqual([])
  })

  test('when_itChangesOnDisk_then_itIsReadAgain', async () => {
    await open()
    await hosted.move('Map', 500, 300)
    await hosted.job.writeSidecar()
    hosted.sidecar = hosted.sidecar!.replace('"x": 500', '"x": 700')
    await hosted.job.readSidecar()
    expect(await hosted.place('Map')).toEqual({ x: 700, y: 300, placed: true })
    hosted.sidecar = undefined
    await hosted.job.readSidecar()
    expect(await hosted.place('Map')).toMatchObject({ placed: false })
  })
})

describe('an edit', () => {
  test('is one step, selects what it made, and puts it where it was dropped', async () => {
    await open()
    const { version, nodes } = await hosted.diagram()
    const [filter] = nodes.find(({ name }) => name === 'Filter')!.operators
    const command = { command: 'addOperator', method: 'inspect', at: { after: filter } } as const
    const edited = await hosted.job.edit(version, command, { x: 44, y: 444 })
    expect(edited).toEqual({ done: true, newErrors: [], edited: version })
    expect(hosted.text.text).toBe(JOB.replace('n > 1)\n', 'n > 1)\n  .inspect((record) => console.log(record))\n'))
    expect(hosted.text.steps).toBe(1)
    expect(await hosted.place('Inspect')).toEqual({ x: 44, y: 444, placed: true })
    await expect.poll(() => hosted.selected).toEqual([await hosted.keyOf('Inspect')])
  })

  test('of the diagram before is made on the text as it is now', async () => {
    await open()
    const { version, nodes } = await hosted.diagram()
    const [map] = nodes.find(({ name }) => name === 'Map')!.operators
    hosted.text.type(JOB.replace('  .filter((n) => n > 1)\n', ''))
    await hosted.job.edit(version, { command: 'rename', operator: map, name: 'Doubled' })
    expect(hosted.text.text).toBe(
      JOB.replace('  .filter((n) => n > 1)\n', '').replace('n * 2)', "n * 2)\n  .name('Doubled')"),
    )
  })

  test('that cannot be done is refused with the reason, and the text stays', async () => {
    await open()
    const { version } = await hosted.diagram()
    const outcome = await hosted.job.edit(version, { command: 'setArgument', operator: 1, index: 0, text: 'n //' })
    expect(outcome).toHaveProperty('refused')
    expect(hosted.text.steps).toBe(0)
  })

  test('several at once are made one after the other', async () => {
    await open()
    const { version } = await hosted.diagram()
    await Promise.all([
      hosted.job.edit(version, { command: 'setParallelism', operator: 1, parallelism: 2 }),
      hosted.job.edit(version, { command: 'setParallelism', operator: 2, parallelism: 3 }),
      hosted.move('Print', 700, 0),
    ])
    const { nodes } = await hosted.diagram(({ nodes: shown }) => shown[2].parallelism === 3)
    expect(nodes.map(({ parallelism }) => parallelism)).toEqual([1, 2, 3, 1])
    expect(hosted.text.steps).toBe(3)
  })

  test('the first one in an empty file writes the job around it', async () => {
    await open('')
    const { version, empty } = await hosted.diagram()
    expect(empty).toBe(true)
    const command = { command: 'addOperator', method: 'readTextFile', at: { environment: 0 } } as const
    await hosted.job.edit(version, command)
    expect(hosted.text.text).toMatchInlineSnapshot(`
      "import { Environment } from 'millrace'

      const env = new Environment()

      const input = env.readTextFile('input.txt')

      await env.execute('late-13')
      "
    `)
  })

  test('that pastes selects all that was pasted', async () => {
    await open()
    await hosted.diagram()
    await hosted.job.paste("env\n  .fromCollection(['a'])\n  .map((word) => word)\n  .name('Word')\n  .sink(print())\n")
    const { nodes } = await hosted.diagram(({ nodes: shown }) => shown.length === 7)
    await expect.poll(() => hosted.selected).toEqual(nodes.slice(4).map(({ key }) => key))
  })
})

describe('the text', () => {
  test('when_itHasASyntaxError_then_theLastDiagramStays_withMessageAndLine', async () => {
    await open()
    const before = await hosted.diagram()
    hosted.text.type(JOB.replace('n > 1)', 'n > '))
    const { stale, nodes } = await hosted.diagram((diagram) => diagram.stale !== undefined)
    expect(nodes).toEqual(before.nodes)
    expect(stale).toMatchInlineSnapshot(`
      {
        "line": 7,
        "message": "Expression expected.",
      }
    `)
    hosted.text.undo()
    expect((await hosted.diagram(({ stale: gone }) => !gone)).stale).toBeUndefined()
  })

  test('a cursor in it selects the box it is about', async () => {
    await open()
    await hosted.diagram()
    hosted.job.cursorAt(JOB.indexOf('n * 2'))
    expect(hosted.selected).toEqual([await hosted.keyOf('Map')])
  })

  test('what somebody is writing in the inspector is applied by a save; what does not fit stays a draft', async () => {
    await open()
    await hosted.diagram()
    const [filter, map] = [await hosted.keyOf('Filter'), await hosted.keyOf('Map')]
    hosted.job.drafts.set({ node: filter, part: { argument: 0 }, text: '(n) => n > 2', written: '(n) => n > 2' })
    hosted.job.drafts.set({ node: map, part: 'name', text: 'Doubled', written: 'Doubled' })
    hosted.job.drafts.set({ node: map, part: { argument: 0 }, text: '(n) => n * ', written: '(n) => n * ' })
    const { edits, drafts } = await hosted.job.draftEdits()
    await hosted.text.apply(hosted.text.version, edits)
    hosted.job.drafts.applied(drafts)
    expect(hosted.text.text).toBe(JOB.replace('n > 1', 'n > 2').replace('n * 2)\n', "n * 2)\n  .name('Doubled')\n"))
    expect(hosted.job.drafts.all).toEqual([
      { node: map, part: { argument: 0 }, text: '(n) => n * ', written: '(n) => n * ' },
    ])
  })

  test('when_aSaveDoesNotMakeTheEdits_orSomebodyTypesOn_then_whatIsWrittenStaysADraft', async () => {
    await open()
    await hosted.diagram()
    const node = await hosted.keyOf('Map')
    const draft = (text: string) => ({ node, part: 'name', text, written: text }) as const
    hosted.job.drafts.set(draft('Doub'))
    const { drafts } = await hosted.job.draftEdits()
    expect(hosted.job.drafts.all).toEqual([draft('Doub')])
    hosted.job.drafts.set(draft('Doubled'))
    hosted.job.drafts.applied(drafts)
    expect(hosted.job.drafts.all).toEqual([draft('Doubled')])
  })

  test('when_theTextIsReverted_then_boxesStandAsTheyDidWhenItWasSaved', async () => {
    await open()
    const { x, y } = await hosted.place('Map')
    await hosted.move('Map', x + 40, y)
    hosted.job.reverted()
    await expect.poll(() => hosted.place('Map')).toEqual({ x, y, placed: false })
  })
})

describe('a diagram that is turned', () => {
  test('has its boxes as they stood until they stand anew, also when it is shown meanwhile', async () => {
    const { job } = await open()
    await hosted.place('Map')
    const seen: Diagram[] = []
    job.watch({ diagram: (diagram) => seen.push(diagram), select: () => {} })
    job.turn('down')
    // What the type checker finds is shown at once.
    job.setProblems([])
    await hosted.diagram(({ direction }) => direction === 'down')
    expect(seen.length).toBeGreaterThan(2)
    for (const { nodes, spots, direction } of seen) {
      expect(nodes.length).toBe(4)
      const across = nodes.map(({ key }) => (direction === 'right' ? spots[key].y : spots[key].x))
      expect(new Set(across).size).toBe(1)
    }
  })
})
