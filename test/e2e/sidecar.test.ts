import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { EditorWindow } from './editor-window.ts'
import { AS_TEXT, Workbench } from './workbench.ts'

const JOB =
  "import { Environment, print } from 'millrace'\nconst env = new Environment()\nenv.fromCollection([1]).sink(print())\nawait env.execute('one')\n"
const LAYOUT = `{
  "operators": [
    { "method": "fromCollection", "text": "[1]", "x": 300, "y": 200 },
    { "method": "sink", "text": "print()" }
  ],
  "version": 1
}
`

let workbench: Workbench
let folder: string
let window: EditorWindow

beforeAll(async () => {
  workbench = await Workbench.start(
    {
      'one.flow.ts': JOB,
      'one.flow.layout.json': LAYOUT,
      'five.flow.ts': JOB.replace('one', 'five'),
      'five.flow.layout.json': LAYOUT,
      'elsewhere/.gitkeep': '',
    },
    {
      settings: {
        ...AS_TEXT,
        'explorer.confirmDelete': false,
        'explorer.autoReveal': false,
        'explorer.fileNesting.enabled': true,
        'explorer.fileNesting.expand': false,
        'files.enableTrash': false,
      },
    },
  )
  folder = workbench.folder
  window = workbench.window
})

afterAll(() => workbench?.stop())

const row = (name: string) =>
  window.page.locator('.explorer-folders-view .monaco-list-row').filter({ hasText: new RegExp(`^${name}$`) })

/** Walks to a row of the Explorer by keyboard, and presses a key on it. */
async function press(name: string, key: string): Promise<void> {
  const { page } = window
  await row(name).waitFor()
  await page.locator('.explorer-folders-view .monaco-list').focus()
  const focused = page.locator('.explorer-folders-view .monaco-list-row.focused')
  await expect
    .poll(async () => {
      if ((await focused.count()) === 0) await page.keyboard.press('Home')
      const at = await focused.textContent()
      if (at === name) return at
      await page.keyboard.press('ArrowDown')
      if ((await focused.textContent()) === at) await page.keyboard.press('Home')
      return focused.textContent()
    })
    .toBe(name)
  await page.keyboard.press(key)
}

async function rename(name: string, to: string): Promise<void> {
  const input = window.page.locator('.explorer-folders-view .monaco-inputbox input')
  // The list takes no key while it draws what has just changed in the folder.
  await expect
    .poll(async () => {
      if (!(await input.isVisible())) await press(name, 'F2')
      return input.isVisible()
    })
    .toBe(true)
  await input.fill(to)
  await input.press('Enter')
  await row(to).waitFor()
}

const layoutOf = (name: string) => {
  const path = join(folder, `${name}.flow.layout.json`)
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined
}

test('the layout is nested under its job, and goes with it when that is renamed or deleted, or copied', async () => {
  const { page } = window
  // Pasting asks the browser.
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await row('one.flow.ts').waitFor()
  await row('one.flow.layout.json').waitFor({ state: 'detached' })
  // The extension is there once it knows a job.
  await window.quickOpen('one.flow.ts')
  await page.locator('.codelens-decoration', { hasText: 'Run' }).waitFor()

  await rename('one.flow.ts', 'two.flow.ts')
  await expect.poll(() => layoutOf('two')).toBe(LAYOUT)
  expect(layoutOf('one')).toBeUndefined()

  await press('two.flow.ts', 'Control+c')
  await press('elsewhere', 'Control+v')
  await expect.poll(() => layoutOf('elsewhere/two')).toBe(LAYOUT)

  await press('elsewhere', 'Control+v')
  await row('two.flow copy.ts').waitFor()
  await rename('two.flow copy.ts', 'three.flow.ts')
  await expect.poll(() => layoutOf('elsewhere/three')).toBe(LAYOUT)

  await press('three.flow.ts', 'Delete')
  await row('three.flow.ts').waitFor({ state: 'detached' })
  await expect.poll(() => layoutOf('elsewhere/three')).toBeUndefined()
  expect(layoutOf('elsewhere/two')).toBe(LAYOUT)
  expect(layoutOf('two')).toBe(LAYOUT)
})

test('undoing the renaming or the deletion of a job brings its layout back', async () => {
  await rename('five.flow.ts', 'six.flow.ts')
  await expect.poll(() => layoutOf('six')).toBe(LAYOUT)
  await press('elsewhere', 'Control+z')
  await expect.poll(() => layoutOf('five')).toBe(LAYOUT)
  expect(layoutOf('six')).toBeUndefined()

  await row('five.flow.ts').waitFor()
  await press('five.flow.ts', 'Delete')
  await row('five.flow.ts').waitFor({ state: 'detached' })
  await expect.poll(() => layoutOf('five')).toBeUndefined()
  await press('elsewhere', 'Control+z')
  await expect.poll(() => layoutOf('five')).toBe(LAYOUT)
})
