import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { root, workplace } from '../supervisor/scripted.ts'
import { millrace } from './millrace.ts'

let place: ReturnType<typeof workplace>
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

test('what new writes type-checks and runs', async () => {
  await millrace(['new', 'hello'], place.folder)
  // In place of npm install, which would want the network.
  mkdirSync(join(place.folder, 'node_modules', '@types'), { recursive: true })
  symlinkSync(join(root, 'runtime'), join(place.folder, 'node_modules', 'millrace'), 'junction')
  symlinkSync(
    join(root, 'node_modules', '@types', 'node'),
    join(place.folder, 'node_modules', '@types', 'node'),
    'junction',
  )
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
  expect(spawnSync(process.execPath, [tsc], { cwd: place.folder, encoding: 'utf8' })).toMatchObject({
    stdout: '',
    status: 0,
  })
  const { code, stdout, stderr } = await millrace(['run', 'hello'], place.folder)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout.split('\n')).toContain("[ 'be', 2 ]")
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
