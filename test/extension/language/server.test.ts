import { type ChildProcess, fork } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import * as esbuild from 'esbuild'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node'
import { applyEdits, type Command, type JobModel, parse } from '../../../extension/src/document/index.ts'
import type { LayoutAnswer, PlanAnswer, VersionedModel } from '../../../extension/src/language/protocol.ts'
import { hostSide } from '../../../scripts/bundle.mjs'

const uri = 'file:///jobs/late.flow.ts'
const job = (body: string) =>
  `import { Environment } from 'millrace'\nconst env = new Environment()\n${body}\nawait env.execute('late')\n`
const FIRST = job('const flights = env.fromCollection([1, 2])\nflights.filter((n) => n > 1).map((n) => n * 2).sink()')

let folder: string
let server: ChildProcess
let connection: MessageConnection
let changed: VersionedModel[]

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-server-'))
  await esbuild.build({ ...hostSide, outdir: folder, minify: false } as esbuild.BuildOptions)
  // What stands beside the bundles in the package.
  symlinkSync(dirname(createRequire(import.meta.url).resolve('typescript')), join(folder, 'lib'), 'junction')
  mkdirSync(join(folder, 'node_modules'))
  const runtime = fileURLToPath(new URL('../../../runtime', import.meta.url))
  symlinkSync(runtime, join(folder, 'node_modules', 'millrace'), 'junction')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

beforeEach(async () => {
  changed = []
  server = fork(join(folder, 'server.cjs'), ['--node-ipc'], { execArgv: [] })
  connection = createMessageConnection(new IPCMessageReader(server), new IPCMessageWriter(server))
  connection.onNotification('millrace/modelChanged', (model: VersionedModel) => void changed.push(model))
  connection.onRequest('client/registerCapability', () => null)
  connection.listen()
  await connection.sendRequest('initialize', { processId: process.pid, rootUri: null, capabilities: {} })
  await connection.sendNotification('initialized', {})
})
afterEach(async () => {
  const ended = new Promise((resolve) => server.once('exit', resolve))
  await connection.sendRequest('shutdown')
  await connection.sendNotification('exit')
  await ended
  connection.dispose()
})

const open = (text: string) =>
  connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'typescript', version: 1, text },
  })
const change = (version: number, text: string) =>
  connection.sendNotification('textDocument/didChange', { textDocument: { uri, version }, contentChanges: [{ text }] })
const model = async (): Promise<JobModel> =>
  ((await connection.sendRequest('millrace/model', { uri })) as VersionedModel).model
const plan = (version: number, command: Command) =>
  connection.sendRequest('millrace/plan', { uri, version, command }) as Promise<PlanAnswer>
const idOf = ({ operators }: JobModel, method: string) => operators.find((operator) => operator.method === method)!.id

describe('the language server', () => {
  it('gives the model of a job, and tells of it whenever its text changes', async () => {
    await open(FIRST)
    expect((await model()).operators.map(({ method }) => method)).toEqual(['fromCollection', 'filter', 'map', 'sink'])
    await change(2, FIRST.replace('.filter((n) => n > 1)', ''))
    expect((await model()).operators.map(({ method }) => method)).toEqual(['fromCollection', 'map', 'sink'])
    expect(new Set(changed.map(({ version }) => version))).toEqual(new Set([1, 2]))
  })

  it('plans a command on the present text', async () => {
    await open(FIRST)
    const answer = await plan(1, { command: 'remove', operator: idOf(await model(), 'filter') })
    expect(answer.version).toBe(1)
    if (!('edits' in answer)) throw new Error(answer.refused)
    expect(applyEdits(FIRST, answer.edits)).toBe(FIRST.replace('.filter((n) => n > 1)', ''))
  })

  it('when_theTextHasChanged_then_aCommandIsPlannedOnTheNewOne', async () => {
    await open(FIRST)
    const map = idOf(await model(), 'map')
    const second = FIRST.replace('.filter(', '.inspect(console.log).filter(')
    await change(2, second)
    const answer = await plan(1, { command: 'rename', operator: map, name: 'Doubled' })
    if (!('edits' in answer)) throw new Error(answer.refused)
    expect(answer.version).toBe(2)
    expect(applyEdits(second, answer.edits)).toContain(".map((n) => n * 2).name('Doubled').sink()")
  })

  it('when_whatACommandNamesIsGone_then_itIsRefused', async () => {
    await open(FIRST)
    const filter = idOf(await model(), 'filter')
    await change(2, FIRST.replace('.filter((n) => n > 1)', ''))
    expect(await plan(1, { command: 'remove', operator: filter })).toEqual({
      version: 2,
      refused: 'the text has changed in the meantime, and what this was about is not there any more',
    })
  })

  describe('asked for the type errors that a command will cause', () => {
    const words = job(
      "const lengths = env.fromCollection(['a']).map((word) => word.length)\nlengths.map((n) => n.toFixed()).sink()",
    )
    const wrong = `${words}export const wrong: number = 'known already'\n`
    const checked = (at: string, version: number, command: Command) =>
      connection.sendRequest('millrace/plan', { uri: at, version, command, check: true }) as Promise<PlanAnswer>
    const openAt = (at: string, text: string) =>
      connection.sendNotification('textDocument/didOpen', {
        textDocument: { uri: at, languageId: 'typescript', version: 1, text },
      })

    it('says which it will cause, and leaves the text as it is', async () => {
      const at = pathToFileURL(join(folder, 'words.flow.ts')).href
      await openAt(at, wrong)
      const command = { command: 'setArgument', operator: 1, index: 0, text: '(word) => word.toUpperCase()' } as const
      const answer = await checked(at, 1, command)
      if (!('edits' in answer)) throw new Error(answer.refused)
      const after = applyEdits(wrong, answer.edits)
      expect(
        answer.newErrors?.map((error) => ({ ...error, at: after.slice(error.offset).split('(', 1)[0] })),
      ).toMatchInlineSnapshot(`
        [
          {
            "at": "toFixed",
            "length": 7,
            "message": "Property 'toFixed' does not exist on type 'string'. Did you mean 'fixed'?",
            "offset": 166,
            "operator": 2,
          },
        ]
      `)
      const { operators } = parse(after)
      expect(answer.newErrors?.map(({ operator }) => operators[operator!].range.offset)).toEqual([
        after.indexOf('map((n)'),
      ])
      // The same again: what was checked is not what the document says.
      expect(await checked(at, 1, command)).toEqual(answer)
      expect(await checked(at, 1, { ...command, text: '(word) => word.length + 1' })).toMatchObject({ newErrors: [] })
    })

    it('when_aCommandKeepsTypes_then_thereAreNoneEvenWhereNothingCanBeChecked', async () => {
      const nowhere = 'untitled:words.flow.ts'
      await openAt(nowhere, wrong)
      expect(await checked(nowhere, 1, { command: 'rename', operator: 1, name: 'Lengths' })).toMatchObject({
        newErrors: [],
      })
      const answer = await checked(nowhere, 1, { command: 'setArgument', operator: 1, index: 0, text: '() => 1' })
      expect(answer).toHaveProperty('edits')
      expect(answer).not.toHaveProperty('newErrors')
    })

    it('says nothing of errors where a command is refused, or nobody asked', async () => {
      await open(FIRST)
      expect(await checked(uri, 1, { command: 'remove', operator: 99 })).toEqual({
        version: 1,
        refused: 'there is no operator 99',
      })
      expect(await plan(1, { command: 'rename', operator: 1, name: 'Some' })).not.toHaveProperty('newErrors')
    })
  })

  it('lays a diagram out', async () => {
    await open(FIRST)
    const nodes = ['a', 'b'].map((key) => ({ key, width: 100, height: 40 }))
    const diagram = { nodes, edges: [{ source: 'a', target: 'b' }], direction: 'right' as const }
    const answer = (await connection.sendRequest('millrace/layout', { uri, version: 1, diagram })) as LayoutAnswer
    expect(answer.version).toBe(1)
    const [a, b] = answer.layout.nodes
    expect(b.x).toBeGreaterThan(a.x + 100)
  })

  it('says nothing of files that are none of its own', async () => {
    await open("export const env = 'no job'")
    expect((await model()).isJob).toBe(false)
    expect(await connection.sendRequest('textDocument/codeLens', { textDocument: { uri } })).toBe(null)
    expect(await plan(1, { command: 'remove', operator: 0 })).toEqual({
      version: 1,
      refused: 'there is no job in this text that could be edited',
    })
  })

  it('answers null for a document it does not know', async () => {
    expect(await connection.sendRequest('millrace/model', { uri: 'file:///other.flow.ts' })).toBe(null)
    expect(await plan(1, { command: 'remove', operator: 0 })).toBe(null)
  })
})
