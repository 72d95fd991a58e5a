import { expect, test } from 'vitest'
import { linksOf } from '../../../extension/src/panel/output-links.ts'

/** What leads where in a text, where only these files exist. */
async function links(text: string, ...files: string[]): Promise<string[]> {
  const found = await linksOf(text, '/jobs', async (path) => files.includes(path))
  return found.map(({ start, end, to }) => {
    const target = 'url' in to ? to.url : [to.path, to.line, to.column].filter((part) => part !== undefined).join(' ')
    return `${text.slice(start, end)} -> ${target}`
  })
}

test.for([
  ['absolute, with line and column', 'see /a/x.ts:12:3.', ['/a/x.ts'], ['/a/x.ts:12:3 -> /a/x.ts 12 3']],
  ['with a line only', '/a/x.ts:12: unexpected', ['/a/x.ts'], ['/a/x.ts:12 -> /a/x.ts 12']],
  ['without a place', 'wrote /out/late.csv', ['/out/late.csv'], ['/out/late.csv -> /out/late.csv']],
  ['as TypeScript tells it', 'src/x.ts(4,20): error', ['/jobs/src/x.ts'], ['src/x.ts(4,20) -> /jobs/src/x.ts 4 20']],
  ['relative to the folder of the job', 'at x.ts:1:2', ['/jobs/x.ts'], ['x.ts:1:2 -> /jobs/x.ts 1 2']],
  ['above the folder', '../lib/y.mts:7', ['/lib/y.mts'], ['../lib/y.mts:7 -> /lib/y.mts 7']],
  [
    'a frame of a stack',
    'at f (file:///a%20b/x.ts:12:3)',
    ['/a b/x.ts'],
    ['file:///a%20b/x.ts:12:3 -> /a b/x.ts 12 3'],
  ],
  ['a frame with spaces in the path', 'at f (/a b/x.ts:1:2)', ['/a b/x.ts'], ['/a b/x.ts:1:2 -> /a b/x.ts 1 2']],
  ['a frame without a function', 'at file:///a/x.ts:12:3', ['/a/x.ts'], ['file:///a/x.ts:12:3 -> /a/x.ts 12 3']],
  ['Windows', 'at C:\\jobs\\x.ts:12:3', ['C:\\jobs\\x.ts'], ['C:\\jobs\\x.ts:12:3 -> C:\\jobs\\x.ts 12 3']],
  ['Windows, in a frame', '(C:\\a b\\x.ts:1:2)', ['C:\\a b\\x.ts'], ['C:\\a b\\x.ts:1:2 -> C:\\a b\\x.ts 1 2']],
  ['other letters', '/größe/ü.ts:1:2', ['/größe/ü.ts'], ['/größe/ü.ts:1:2 -> /größe/ü.ts 1 2']],
] as const)('a file that exists is a link: %s', async ([, text, files, expected]) => {
  expect(await links(text, ...files)).toEqual(expected)
})

test('a file that does not exist is no link, and a number is no file', async () => {
  expect(await links('/a/x.ts:12:3 and x.ts:1 and 3.5 and 10:30:00 and a.b', '/jobs/3.5', '/jobs/a.b')).toEqual([])
})

test.for([
  ['https://example.com', 'https://example.com'],
  ['See https://example.com/a?b=1#c.', 'https://example.com/a?b=1#c'],
  ['(https://example.com/a)', 'https://example.com/a'],
  ['https://example.com/a_(b), then', 'https://example.com/a_(b)'],
  ['http://localhost:8080/x', 'http://localhost:8080/x'],
] as const)('an address on the web is a link: %s', async ([text, url]) => {
  expect(await links(text)).toEqual([`${url} -> ${url}`])
})

test('nothing but the web and files is a link', async () => {
  expect(await links('javascript:alert(1) command:workbench.action.quit vscode://x/y ftp://a/b.ts')).toEqual([])
})

test('links come in the order of the text and do not overlap', async () => {
  const text = 'a.ts:1 https://example.com/x.ts:3 (/a/x.ts:1:2) a.ts:2'
  expect(await links(text, '/jobs/a.ts', '/a/x.ts')).toEqual([
    'a.ts:1 -> /jobs/a.ts 1',
    'https://example.com/x.ts:3 -> https://example.com/x.ts:3',
    '/a/x.ts:1:2 -> /a/x.ts 1 2',
    'a.ts:2 -> /jobs/a.ts 2',
  ])
})

test('long texts without links take no time', async () => {
  // Time of the processor: other tests run beside this one.
  const start = process.cpuUsage()
  for (const unit of ['a', '.', '/', '(/', 'a.', 'a/', ':', 'http://', '1:']) {
    await linksOf(unit.repeat(5_000 / unit.length), '/jobs', async () => false)
  }
  const { user, system } = process.cpuUsage(start)
  expect((user + system) / 1_000).toBeLessThan(500)
})
