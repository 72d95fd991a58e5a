import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findNode } from '../../../extension/src/run/index.ts'

let base: string
const electron = { execPath: '/editor/code', versions: { ...process.versions, node: '22.1.0', electron: '40.0.0' } }

beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'millrace-node-'))
})
afterAll(() => rmSync(base, { recursive: true, force: true }))

/** A program that says it is Node of a version, in a folder of its own. */
function pretend(version: string): string {
  const folder = mkdtempSync(join(base, 'bin-'))
  const file = join(folder, 'node')
  writeFileSync(file, `#!/bin/sh\necho v${version}\n`)
  chmodSync(file, 0o755)
  return folder
}

describe.skipIf(process.platform === 'win32')('the Node of a job is', () => {
  const path = (folder: string) => ({ PATH: [folder, '/bin', '/usr/bin'].join(delimiter) })

  test('the one of the setting', async () => {
    const setting = join(pretend('24.2.0'), 'node')
    expect(await findNode({ setting, env: path(pretend('22.0.0')), editor: electron })).toEqual({
      path: setting,
      version: '24.2.0',
      env: {},
    })
  })

  test('else the one on the PATH', async () => {
    expect(await findNode({ env: path(pretend('20.19.0')), editor: electron })).toMatchObject({
      path: 'node',
      version: '20.19.0',
    })
  })

  test("else the editor's own, and the user is told", async () => {
    const { notice, ...choice } = await findNode({ env: path(pretend('18.20.4')), editor: electron })
    expect(choice).toEqual({ path: '/editor/code', version: '22.1.0', env: { ELECTRON_RUN_AS_NODE: '1' } })
    expect(notice).toMatch(/^The `node` on the PATH is 18\.20\.4, too old: /)
  })

  test('when_settingNamesWhatIsNoNode_then_jobIsRefusedWithTheCure', async () => {
    const wishes = { setting: '/nowhere/node', env: {}, editor: electron }
    await expect(findNode(wishes)).rejects.toThrow(/names no Node: \/nowhere\/node\. Change the setting/)
  })

  test('when_settingNamesNodeThatIsTooOld_then_jobIsRefused', async () => {
    const wishes = { setting: join(pretend('20.9.0'), 'node'), env: {}, editor: electron }
    await expect(findNode(wishes)).rejects.toThrow(/Node 20\.9\.0; jobs need 20\.19\.0/)
  })
})
