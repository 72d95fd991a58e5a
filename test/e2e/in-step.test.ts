import type { FrameLocator, Locator } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { EditorWindow } from './editor-window.ts'
import { Workbench } from './workbench.ts'

const JOB = `import { Environment, print } from 'millrace'

const env = new Environment()
// Whole numbers
const numbers = env.fromCollection([1, 2, 3, 4])
numbers
  .filter((n) => n % 2 === 0) // even
  .map((n) => n * 2)
  .name('Double')
  .sink(print())
numbers.map((n) => -n).sink(print())

await env.execute('numbers')
`

let workbench: Workbench
let window: EditorWindow

beforeAll(async () => {
  workbench = await Workbench.start({
    'alternate.flow.ts': JOB,
    'draft.flow.ts': JOB,
    'other.txt': 'Not a job.\n',
  })
  window = workbench.window
})

afterAll(() => workbench?.stop())

const box = (name: string, diagram?: FrameLocator) => window.box(name, diagram)
const line = (text: string): Locator => window.page.locator('.view-line', { hasText: text })

test('edits in text and diagram alternately', async () => {
  const { page } = window
  const { keyboard } = page
  await window.openDiagram('alternate.flow.ts')
  await box('Double').waitFor()
  await window.runCommand('Millrace: Open Text Beside')
  await line('await env.execute').waitFor()

  await box('Double').click()
  await keyboard.press('a')
  await window.diagram.getByRole('listbox').waitFor()
  await keyboard.type('inspect')
  await keyboard.press('Enter')
  await line('.inspect(').waitFor()

  await line(".name('Double')").click()
  await keyboard.press('End')
  await keyboard.press('Enter')
  await keyboard.insertText('.filter((n) => n > 4)')
  await expect.poll(() => box('Filter').count()).toBe(2)

  await page.screenshot({ path: '/tmp/e2e-alternate0.png' })
  await box('Map').click({ timeout: 3000 })
  await keyboard.press('Delete')
  await line('numbers.sink(print())').waitFor()
  await box('Map').waitFor({ state: 'detached' })
  await page.screenshot({ path: '/tmp/e2e-alternate.png' })

  // From the text, what the diagram did; from the diagram, what the text did; and again.
  await line(".name('Double')").click()
  await keyboard.press('Control+z')
  await box('Map').waitFor()
  await box('Map').click()
  await keyboard.press('Control+z')
  await expect.poll(() => box('Filter').count()).toBe(1)
  await keyboard.press('Control+y')
  await expect.poll(() => box('Filter').count()).toBe(2)

  await line('// Whole numbers').click()
  await keyboard.press('End')
  await keyboard.insertText(' above zero')
  await box('Inspect').click()
  await keyboard.press('Delete')
  await box('Inspect').waitFor({ state: 'detached' })
  await window.save('alternate.flow.ts')
  expect(workbench.textOf('alternate.flow.ts')).toBe(
    JOB.replace('numbers\n', 'numbers above zero\n').replace(
      ".name('Double')\n",
      ".name('Double')\n  .filter((n) => n > 4)\n",
    ),
  )
})

test('a draft in the inspector survives switching tabs', async () => {
  const { page } = window
  const { keyboard } = page
  await window.runCommand('View: Close All Editors')
  await window.quickOpen('other.txt')
  await window.quickOpen('draft.flow.ts')
  await box('Double').click()
  const code = window.diagram.locator('.inspector').getByRole('textbox', { name: 'Function', exact: true })
  await code.click()
  await keyboard.press('Control+End')
  await keyboard.type(' * 3')
  await expect.poll(() => code.textContent()).toBe('(n) => n * 2 * 3')
  await keyboard.press('Control+PageUp')
  await window.page.locator('.tab.active', { hasText: 'other.txt' }).waitFor()
  await keyboard.press('Control+PageDown')
  await expect.poll(() => code.textContent()).toBe('(n) => n * 2 * 3')
  await page.screenshot({ path: '/tmp/e2e-draft.png' })
  await window.saved('draft.flow.ts')
  expect(workbench.textOf('draft.flow.ts')).toBe(JOB)

  await keyboard.press('Control+s')
  await expect.poll(() => workbench.textOf('draft.flow.ts')).toBe(JOB.replace('n * 2)', 'n * 2 * 3)'))
  await window.diagram.locator('.unsaved').waitFor({ state: 'detached' })
  await keyboard.press('Control+z')
  await expect.poll(() => code.textContent()).toBe('(n) => n * 2')
  await window.save('draft.flow.ts')
  expect(workbench.textOf('draft.flow.ts')).toBe(JOB)
})
