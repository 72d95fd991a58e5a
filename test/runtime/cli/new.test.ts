import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { compile, workplace } from '../supervisor/scripted.ts'
import { millrace } from './millrace.ts'

let place: ReturnType<typeof workplace>
beforeAll(compile, 60_000)
beforeEach(() => {
  place = workplace()
})
afterEach(() => place.remove())

test('new writes a job and what is missing around it', async () => {
  const { code, stdout } = await millrace(['new', 'hello'], place.folder)
  expect(code).toBe(0)
  expect(stdout).toBe(
    'wrote hello.flow.ts, package.json, tsconfig.json, .gitignore\nnpm install\nnpx millrace run hello.flow.ts\n',
  )
  expect(readdirSync(place.folder).sort()).toEqual(['.gitignore', 'hello.flow.ts', 'package.json', 'tsconfig.json'])
  expect(readFileSync(join(place.folder, '.gitignore'), 'utf8')).toContain('.millrace/')
})

test('new never changes a file that is there', async () => {
  place.write('package.json', '{ "type": "module" }')
  await millrace(['new', 'hello'], place.folder)
  expect(readFileSync(join(place.folder, 'package.json'), 'utf8')).toBe('{ "type": "module" }')
  place.write('hello.flow.ts', 'mine')
  const { code, stderr } = await millrace(['new', 'hello.flow.ts'], place.folder)
  expect(code).toBe(2)
  expect(stderr).toContain('hello.flow.ts exists; nothing was written')
  expect(readFileSync(join(place.folder, 'hello.flow.ts'), 'utf8')).toBe('mine')
})

test('in a CommonJS folder the job is a .flow.mts', async () => {
  place.write('package.json', '{}')
  const { stdout } = await millrace(['new', 'hello'], place.folder)
  expect(stdout).toContain('wrote hello.flow.mts')
})

test('a path makes the job elsewhere', async () => {
  const { stdout } = await millrace(['new', 'jobs/hello'], place.folder)
  expect(stdout).toContain(`cd jobs && npx millrace run hello.flow.ts`)
  expect(readdirSync(join(place.folder, 'jobs'))).toContain('hello.flow.ts')
})

for (const args of [['--help'], ['run', '--help'], ['graph', '--help'], ['new', '--help'], ['help', 'run']]) {
  test(`millrace ${args.join(' ')} has examples, and exit 0`, async () => {
    const { code, stdout, stderr } = await millrace(args, place.folder)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/Examples:\n {2}millrace /)
  })
}

test('millrace alone is wrong use, and shows the help', async () => {
  const { code, stderr } = await millrace([], place.folder)
  expect(code).toBe(2)
  expect(stderr).toContain('Usage: millrace')
})
