import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { applyEdits } from '../../extension/src/document/index.ts'

const script = fileURLToPath(new URL('../../scripts/document.mjs', import.meta.url))
const job = fileURLToPath(new URL('../../samples/hello.flow.ts', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'millrace-document-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const run = (...args: string[]) => spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' })

function commandFile(command: unknown): string {
  const path = join(folder, 'command.json')
  writeFileSync(path, JSON.stringify(command))
  return path
}

test('parse prints the model, plan the edits or the refusal', () => {
  const model = JSON.parse(run('parse', job).stdout)
  expect(model.operators.map(({ method }: { method: string }) => method)).toContain('map')
  const { edits } = JSON.parse(run('plan', job, commandFile({ command: 'setUid', operator: 0, uid: 'first' })).stdout)
  expect(applyEdits(readFileSync(job, 'utf8'), edits)).toContain(".uid('first')")
  const refused = run('plan', job, commandFile({ command: 'setUid', operator: 0, uid: '' }))
  expect(JSON.parse(refused.stdout)).toEqual({ refused: 'a uid must not be empty' })
  expect(refused.status).toBe(1)
}, 120_000)

test('wrong use says what is right', () => {
  for (const [args, reason] of [
    [[], 'what to do is missing'],
    [['draw', job], 'there is no draw'],
    [['parse'], 'parse needs a job file'],
    [['parse', 'none.flow.ts'], 'none.flow.ts cannot be read: ENOENT'],
    [['plan', job], 'plan needs a job file and a command file'],
    [['plan', job, script], `${script} is no JSON`],
  ] as const) {
    const { stderr, status, stdout } = run(...args)
    expect(stderr).toContain(reason)
    expect(stderr).toContain('usage: node scripts/document.mjs parse FILE')
    expect([status, stdout]).toEqual([2, ''])
  }
}, 120_000)
