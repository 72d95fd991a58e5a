import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { checkArrows } from '../../scripts/check-arrows.mjs'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'millrace-arrows-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

function write(path: string, text: string) {
  const file = join(root, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

test('an import along an arrow, through the index, is allowed', () => {
  write('runtime/src/graph/a.ts', `import type { B } from '../failure/index.ts'\nimport './b.ts'`)
  expect(checkArrows(root)).toEqual([])
})

test('an import against the arrows is caught, in the extension too', () => {
  write('runtime/src/graph/a.ts', `import { x } from '../execution/index.ts'`)
  write('extension/src/document/a.ts', `import * as vscode from 'vscode'\nimport 'millrace/supervisor'`)
  const problems = checkArrows(root)
  expect(problems).toHaveLength(3)
  expect(problems[0]).toMatch(/graph.*execution/)
})

test('an import past the index of another room is caught', () => {
  write('runtime/src/graph/a.ts', `export { x } from '../failure/job-error.ts'`)
  expect(checkArrows(root)).toEqual([expect.stringMatching(/index/)])
})

test('a file of more than 400 lines is caught', () => {
  write('webview/src/shared/long.ts', '\n'.repeat(401))
  expect(checkArrows(root)).toEqual([expect.stringMatching(/401 lines/)])
})
