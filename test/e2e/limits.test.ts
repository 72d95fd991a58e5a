import { readdirSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { EditorWindow } from './editor-window.ts'
import { packed } from './other-places.ts'
import { Workbench } from './workbench.ts'

const JOB = `import { Environment, print } from 'millrace'

const env = new Environment()
env.fromCollection([1, 2]).map((n) => n * 2).sink(print())

await env.execute('numbers')
`

let workbench: Workbench
let window: EditorWindow

beforeAll(async () => {
  const places = await packed(JOB)
  workbench = await Workbench.start(
    { 'locked.flow.ts': JOB, 'drawn.flow.ts': JOB },
    { trust: true, settings: { 'files.readonlyInclude': { '**/locked.flow.ts': true } }, vsix: [places] },
  )
  rmSync(dirname(places), { recursive: true })
  window = workbench.window
})

afterAll(() => workbench?.stop())

const warning = () => window.diagram.locator('.status-line .warning')

test('a read-only file: the diagram says so, and an edit is refused with the reason', async () => {
  const { page } = window
  await window.openDiagram('locked.flow.ts')
  await window.diagram.locator('.banner.read-only', { hasText: 'The file is read-only' }).waitFor()
  await window.box('Map').click()
  await page.keyboard.press('Delete')
  await warning().filter({ hasText: 'The file is read-only' }).waitFor()
  await page.keyboard.press('Alt+ArrowDown')
  await window.saved('locked.flow.ts')
  expect(workbench.textOf('locked.flow.ts')).toBe(JOB)
})

test('a folder that is not trusted: drawing works, running and previews are refused with the reason', async () => {
  const { page } = window
  await window.openDiagram('drawn.flow.ts')
  await window.box('Map').click()
  await page.keyboard.press('Delete')
  await window.box('Map').waitFor({ state: 'detached' })
  await window.save('drawn.flow.ts')
  await expect.poll(() => workbench.textOf('drawn.flow.ts')).toBe(JOB.replace('.map((n) => n * 2)', ''))
  await window.runCommand('Millrace: Open Text Beside')
  await page.locator('.codelens-decoration a', { hasText: 'Run' }).first().click()
  const refused = page.locator('.notification-list-item', { hasText: 'A job does not run in Restricted Mode' })
  await refused.waitFor()
  await window.runCommand('Notifications: Clear All Notifications')
  await refused.waitFor({ state: 'detached' })
  // The palette does not offer it here.
  await window.lens('Preview')
  await refused.waitFor()
  expect(readdirSync(workbench.folder)).toEqual(['.vscode', 'drawn.flow.ts', 'locked.flow.ts'])
})

test('a virtual file system: drawing and saving work, running is refused with the reason', async () => {
  const { page } = window
  await window.closeAll()
  await window.runCommand('Places: Open Shelf')
  await window.box('Map').click()
  await page.keyboard.press('Delete')
  await window.box('Map').waitFor({ state: 'detached' })
  await window.save('job.flow.ts')
  await window.runCommand('Millrace: Open Text Beside')
  await page.locator('.codelens-decoration a', { hasText: 'Run' }).first().click()
  await page
    .locator('.notification-list-item', { hasText: 'A job runs from a folder on this machine, not from shelf' })
    .waitFor()
})

test('a file system that cannot be written: the diagram says so, and an edit is refused with the reason', async () => {
  const { page } = window
  await window.closeAll()
  await window.runCommand('Places: Open Attic')
  await window.diagram
    .locator('.banner.read-only', { hasText: 'Files of attic cannot be changed: save a copy to edit it.' })
    .waitFor()
  await window.box('Map').click()
  await page.keyboard.press('Delete')
  await warning().filter({ hasText: 'Files of attic cannot be changed' }).waitFor()
})
