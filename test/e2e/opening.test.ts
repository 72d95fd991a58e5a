import { cpSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { EditorWindow } from './editor-window.ts'
import { Workbench } from './workbench.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

let workbench: Workbench
let folder: string
let window: EditorWindow

beforeAll(async () => {
  workbench = await Workbench.start(
    {},
    {
      settings: {
        'workbench.editorAssociations': { '*.flow.ts': 'millrace.diagram', '*.flow.mts': 'millrace.diagram' },
        // Each in the place of the one before: VS Code is slower with each tab that is open.
        'workbench.editor.enablePreviewFromQuickOpen': true,
      },
    },
  )
  folder = workbench.folder
  cpSync(join(root, 'samples'), folder, { recursive: true })
  cpSync(join(root, 'test/corpus'), folder, { recursive: true })
  window = workbench.window
})

afterAll(() => workbench?.stop())

/** Every file of the folder with its bytes. */
function content(): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return new Map(files.map((file) => [file.name, readFileSync(join(file.parentPath, file.name), 'latin1')]))
}

test('opens every sample and corpus file: no write, no console error', { timeout: 600_000 }, async () => {
  const { page } = window
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(String(error)))
  page.on('console', (message) => {
    // Those of VS Code itself are not ours.
    if (message.type() === 'error' && /vscode-(webview|resource)|editor\.js/.test(message.location().url)) {
      errors.push(message.text())
    }
  })
  const before = content()
  const jobs = [...before.keys()].filter((name) => /\.flow\.m?ts$/.test(name)).sort()
  expect(jobs.length).toBeGreaterThan(110)
  for (const name of jobs) {
    await window.quickOpen(name)
    // A file that is no job says so, and has no boxes.
    const drawn = window.diagram.locator('.react-flow__node, [role="status"], .empty-job, .nothing').first()
    await drawn.waitFor().catch((error) => {
      throw new Error(`${name} was not drawn: ${error}`)
    })
    await page.locator('.tab.active:not(.dirty)', { hasText: name }).waitFor()
  }
  expect(errors).toEqual([])
  expect(content()).toEqual(before)
})
