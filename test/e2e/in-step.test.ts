import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import type { FrameLocator, Locator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
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
  const files = {
    'alternate.flow.ts': JOB,
    'draft.flow.ts': JOB,
    'run.flow.ts': JOB,
    'by-itself.flow.ts': JOB,
    'split.flow.ts': JOB,
    'outside.flow.ts': JOB,
    'conflict.flow.ts': JOB,
    'windows.flow.ts': JOB,
    'branches.flow.ts': JOB,
    'imported.ts': 'export {}\n',
    'other.txt': 'Not a job.\n',
  }
  // Own: a test changes the user's settings, which are those of every window.
  workbench = await Workbench.start(files, { own: true })
  window = workbench.window
})

afterAll(() => workbench?.stop())

const box = (name: string, diagram?: FrameLocator) => window.box(name, diagram)
const functionField = () => window.diagram.locator('.inspector').getByRole('textbox', { name: 'Function', exact: true })
/** Where a box stands. */
const left = async (name: string): Promise<number> => {
  const style = await box(name).evaluate((element: any): string => element.style.transform)
  return Number(/translate\((-?[\d.]+)px/.exec(style)?.[1])
}
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

  // The line again, below itself.
  await line('n % 2 === 0').click()
  await keyboard.press('Control+Shift+Alt+ArrowDown')
  await expect.poll(() => box('Filter').count()).toBe(2)

  await box('Map').click()
  await keyboard.press('Delete')
  await line('numbers.sink(print())').waitFor()
  await box('Map').waitFor({ state: 'detached' })

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
  await keyboard.type(' above zero')
  await box('Filter').first().click()
  await keyboard.press('Delete')
  await expect.poll(() => box('Filter').count()).toBe(1)
  await window.save('alternate.flow.ts')
  await expect
    .poll(() => workbench.textOf('alternate.flow.ts'))
    .toBe(
      JOB.replace('numbers\n', 'numbers above zero\n').replace(
        ".name('Double')\n",
        '$&  .inspect((record) => console.log(record))\n',
      ),
    )
})

test('a draft in the inspector survives switching tabs', async () => {
  const { page } = window
  const { keyboard } = page
  await window.closeAll()
  await window.quickOpen('other.txt')
  await window.quickOpen('draft.flow.ts')
  await box('Double').click()
  const code = functionField()
  await code.click()
  await keyboard.press('Control+End')
  await keyboard.type(' * 3')
  await expect.poll(() => code.textContent()).toBe('(n) => n * 2 * 3')
  await keyboard.press('Control+PageUp')
  await window.page.locator('.tab.active', { hasText: 'other.txt' }).waitFor()
  await keyboard.press('Control+PageDown')
  await expect.poll(() => code.textContent()).toBe('(n) => n * 2 * 3')
  await window.saved('draft.flow.ts')
  expect(workbench.textOf('draft.flow.ts')).toBe(JOB)

  await keyboard.press('Control+s')
  await expect.poll(() => workbench.textOf('draft.flow.ts')).toBe(JOB.replace('n * 2)', 'n * 2 * 3)'))
  await window.diagram.locator('.unsaved').waitFor({ state: 'detached' })
  await keyboard.press('Control+z')
  await expect.poll(() => code.textContent()).toBe('(n) => n * 2')
  await window.save('draft.flow.ts')
  await expect.poll(() => workbench.textOf('draft.flow.ts')).toBe(JOB)
})

test('a run applies a draft first, and saves nothing', async () => {
  const { page } = window
  await window.openDiagram('run.flow.ts')
  await box('Double').click()
  await functionField().click()
  await page.keyboard.press('Control+End')
  await page.keyboard.type(' * 100')
  await window.runCommand('Millrace: Run Job')
  await window.output.locator('.status.finished').waitFor()
  expect([...(await window.outputLines())].join()).toContain('800')
  expect(workbench.textOf('run.flow.ts')).toBe(JOB)
  await window.diagram.locator('.react-flow__pane').click({ position: { x: 5, y: 5 } })
  await window.save('run.flow.ts')
  await expect.poll(() => workbench.textOf('run.flow.ts')).toBe(JOB.replace('n * 2)', 'n * 2 * 100)'))
})

test('a save by VS Code itself does not apply what somebody is in the middle of writing', async () => {
  const { page } = window
  await window.openDiagram('by-itself.flow.ts')
  await box('Double').click()
  await window.runCommand('File: Toggle Auto Save')
  const more = window.diagram.locator('.inspector').getByRole('button', { name: /more/i })
  await more.first().click()
  await functionField().click()
  await page.keyboard.press('Control+End')
  await page.keyboard.type(' * 3')
  await expect.poll(() => workbench.textOf('by-itself.flow.ts')).toContain('setParallelism(2)')
  await window.saved('by-itself.flow.ts')
  expect(await functionField().textContent()).toBe('(n) => n * 2 * 3')
  expect(workbench.textOf('by-itself.flow.ts')).not.toContain('* 3')
  await page.keyboard.press('Control+s')
  await expect.poll(() => workbench.textOf('by-itself.flow.ts')).toContain('n * 2 * 3')
  await window.runCommand('File: Toggle Auto Save')
})

test('two diagrams of one file: an edit in one shows in the other, each keeps its view and its selection', async () => {
  const { page } = window
  const view = (diagram: FrameLocator) =>
    diagram.locator('.react-flow__viewport').evaluate((element: any): string => element.style.transform)
  const selection = (diagram: FrameLocator) => diagram.locator('.react-flow__node.selected .name').allTextContents()
  await window.openDiagram('split.flow.ts')
  await window.runCommand('View: Split Editor')
  await expect.poll(async () => (await window.diagrams()).length).toBe(2)
  const [left, right] = await window.diagrams()
  await box('Double', left).click()
  await box('Filter', right).click()
  await page.keyboard.press('+')
  await expect.poll(() => view(right)).not.toBe(await view(left))
  const before = await view(left)
  await box('Map', right).click()
  await page.keyboard.press('Delete')
  await box('Map', left).waitFor({ state: 'detached' })
  expect(await view(left)).toBe(before)
  expect(await selection(left)).toEqual(['Double'])
  await window.save('split.flow.ts')
  await expect.poll(() => workbench.textOf('split.flow.ts')).toBe(JOB.replace('.map((n) => -n)', ''))
})

describe('a change on disk under the open diagram', () => {
  test('is followed', async () => {
    await window.openDiagram('outside.flow.ts')
    await box('Double').waitFor()
    const changed = JOB.replace("'Double'", "'Twice'")
    workbench.write('outside.flow.ts', changed)
    await box('Twice').waitFor()
    await window.saved('outside.flow.ts')
    expect(workbench.textOf('outside.flow.ts')).toBe(changed)
  })

  test('when both have changed, VS Code asks, and neither is lost', async () => {
    const { page } = window
    await window.openDiagram('conflict.flow.ts')
    await box('Double').click()
    const place = await left('Double')
    await page.keyboard.press('Shift+Alt+ArrowRight')
    await expect.poll(() => left('Double')).toBeGreaterThan(place)
    await box('Map').click()
    await page.keyboard.press('Delete')
    await box('Map').waitFor({ state: 'detached' })
    const elsewhere = JOB.replace("'Double'", "'Twice'")
    workbench.write('conflict.flow.ts', elsewhere)
    await page.keyboard.press('Control+s')
    const question = page.locator('.notification-list-item', { hasText: 'content of the file is newer' })
    await question.waitFor()
    expect(workbench.textOf('conflict.flow.ts')).toBe(elsewhere)
    await box('Double').waitFor()

    // The save that failed does not hide that the file is reverted later, and the move with it.
    await window.runCommand('File: Revert File')
    await box('Twice').waitFor()
    await expect.poll(() => left('Twice')).toBe(place)
    await window.saved('conflict.flow.ts')
    expect(workbench.textOf('conflict.flow.ts')).toBe(elsewhere)
  })
})

test('a checkout of another branch under the open diagram: text and places follow, and nothing is written', async () => {
  const { keyboard } = window.page
  const [job, sidecar] = ['branches.flow.ts', 'branches.flow.layout.json']
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=e2e', '-c', 'user.email=e2e@localhost', ...args], {
      cwd: workbench.folder,
      encoding: 'utf8',
    })
  await window.openDiagram(job)
  await box('Double').click()
  await keyboard.press('Shift+Alt+ArrowRight')
  await window.page.locator('.tab.active.dirty').waitFor()
  await window.save(job)
  await expect.poll(() => existsSync(workbench.path(sidecar))).toBe(true)
  const place = await left('Double')

  git('init', '-q', '-b', 'main')
  git('add', '.')
  git('commit', '-q', '-m', 'double')
  git('checkout', '-q', '-b', 'other')
  const moved = (text: string) => text.replace(`"x": ${place}`, `"x": ${place + 200}`)
  for (const [name, change] of [
    [job, (text: string) => text],
    [sidecar, moved],
    ['imported.ts', () => 'export const limit = 4\n'],
  ] as const)
    workbench.write(name, change(workbench.textOf(name)).replace('Double', 'Twice'))
  expect(workbench.textOf(sidecar)).toContain(`"x": ${place + 200}`)
  git('commit', '-q', '-a', '-m', 'twice')
  for (const [branch, name, x] of [
    ['main', 'Double', place],
    ['other', 'Twice', place + 200],
    ['main', 'Double', place],
  ] as const) {
    git('checkout', '-q', branch)
    await box(name).waitFor()
    await expect.poll(() => left(name)).toBe(x)
    await window.saved(job)
  }
  expect(git('status', '--porcelain', '--', job, sidecar, 'imported.ts')).toBe('')
})

test('the same file in two windows: what one saves shows in the other', async () => {
  // A window begins with what the last one had open.
  await window.closeAll()
  const other = await window.another()
  try {
    await other.openDiagram('windows.flow.ts')
    await other.box('Map').waitFor()
    await window.page.bringToFront()
    await window.openDiagram('windows.flow.ts')
    await box('Map').click()
    await window.page.keyboard.press('Delete')
    await box('Map').waitFor({ state: 'detached' })
    await window.save('windows.flow.ts')
    await other.box('Map').waitFor({ state: 'detached' })
    await other.box('Double').waitFor()
    await other.saved('windows.flow.ts')
  } finally {
    await other.close()
  }
})
