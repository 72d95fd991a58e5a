import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'

const folder = fileURLToPath(new URL('../../../dist/webview/', import.meta.url))

/** A script with all that it imports before it runs. */
function loaded(file: string, files = new Set<string>()): Set<string> {
  if (files.has(file)) return files
  files.add(file)
  const text = readFileSync(join(folder, file), 'utf8')
  for (const [, imported] of text.matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g)) loaded(imported, files)
  return files
}

test('the canvas loads less than 250 KB, compressed; the code editor comes later', () => {
  const files = [...loaded('editor.js')]
  expect(files.filter((file) => file.startsWith('code-editor'))).toEqual([])
  expect(readFileSync(join(folder, 'editor.js'), 'utf8')).toMatch(/import\("\.\/code-editor-[^"]+"\)/)
  const bytes = files.reduce((sum, file) => sum + gzipSync(readFileSync(join(folder, file))).length, 0)
  expect(bytes).toBeLessThan(250_000)
})
