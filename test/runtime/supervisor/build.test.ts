import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, symlinkSync, utimesSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { build } from '../../../runtime/src/supervisor/index.ts'
import { workplace } from './scripted.ts'

let place: ReturnType<typeof workplace>
beforeEach(() => {
  place = workplace()
})
afterEach(() => place.remove())

async function run(name: string): Promise<unknown> {
  const bundle = await build(join(place.folder, name))
  return JSON.parse(execFileSync(process.execPath, ['--enable-source-maps', bundle.file], { encoding: 'utf8' }))
}

test('import.meta means the file it is written in; text that only looks like it stays', async () => {
  place.write('deep/other.ts', 'export const there = [import.meta.url, import.meta.dirname, import.meta.filename]')
  const job = place.write(
    'a.flow.ts',
    `import { there } from './deep/other.ts'
    console.log(JSON.stringify({ here: [import.meta.url, import.meta.dirname, import.meta.filename], there, text: 'import.meta.url' }))`,
  )
  const other = join(place.folder, 'deep', 'other.ts')
  expect(await run('a.flow.ts')).toEqual({
    here: [pathToFileURL(job).href, dirname(job), job],
    there: [pathToFileURL(other).href, dirname(other), other],
    text: 'import.meta.url',
  })
})

test('a bare import means what it means for the file that imports it, and is not bundled', async () => {
  place.write('node_modules/dep/index.js', 'module.exports = __filename')
  place.write('deep/node_modules/dep/index.js', 'module.exports = __filename')
  place.write('deep/other.ts', `import dep from 'dep'\nexport const there = dep`)
  place.write(
    'a.flow.ts',
    `import here from 'dep'\nimport { there } from './deep/other'\nconsole.log(JSON.stringify({ here, there }))`,
  )
  expect(await run('a.flow.ts')).toEqual({
    here: join(place.folder, 'node_modules', 'dep', 'index.js'),
    there: join(place.folder, 'deep', 'node_modules', 'dep', 'index.js'),
  })
})

test("millrace is the job's own copy where it has one", async () => {
  place.write('node_modules/millrace/package.json', '{ "type": "module", "exports": "./index.js" }')
  place.write('node_modules/millrace/index.js', 'export const copy = import.meta.filename')
  place.write('a.flow.ts', `import { copy } from 'millrace'\nconsole.log(JSON.stringify(copy))`)
  expect(await run('a.flow.ts')).toBe(join(place.folder, 'node_modules', 'millrace', 'index.js'))
})

test('JSON imports are values', async () => {
  place.write('data.json', '{ "a": [1, 2] }')
  place.write('a.flow.ts', `import data from './data.json' with { type: 'json' }\nconsole.log(JSON.stringify(data.a))`)
  expect(await run('a.flow.ts')).toEqual([1, 2])
})

test('a path alias of the tsconfig leads to sources, which are bundled', async () => {
  place.write('tsconfig.json', '{ "compilerOptions": { "paths": { "@lib/*": ["./lib/*"] } } }')
  place.write('lib/x.ts', 'export const x: number = 7')
  place.write('a.flow.ts', `import { x } from '@lib/x'\nconsole.log(JSON.stringify(x))`)
  expect(await run('a.flow.ts')).toBe(7)
})

test('an error at run time has the line of the .ts file', async () => {
  const file = place.write(
    'a.flow.ts',
    `interface A { a: string }\nconst url = import.meta.url\nthrow new Error(url as string)\n`,
  )
  const { stderr } = spawnSync(process.execPath, ['--enable-source-maps', (await build(file)).file], {
    encoding: 'utf8',
  })
  expect(stderr).toContain(`${file}:3:7`)
})

test('a mistake in the text is an error with its position; others are listed', async () => {
  const file = place.write('a.flow.ts', `import { b } from './b.ts'\nimport c from 'not-installed'\nconsole.log(b, c)`)
  await expect(build(file)).rejects.toMatchObject({
    data: {
      reason: 'invalid-job',
      message: 'Could not resolve "./b.ts"',
      cure: 'Look at the path: it counts from the file that imports it.',
      position: { file, line: 1, column: 19 },
      details: [`${file}:2:15: Could not resolve "not-installed"`],
    },
  })
  const broken = place.write('b.flow.ts', `const a = ;`)
  await expect(build(broken)).rejects.toMatchObject({
    data: { message: 'Unexpected ";"', position: { file: broken, line: 1, column: 11 } },
  })
})

test('a file that is not there, or no file, is told with its absolute path', async () => {
  await expect(build(join(place.folder, 'no.flow.ts'))).rejects.toThrow(
    `cannot read the job ${join(place.folder, 'no.flow.ts')}: there is no such file`,
  )
  await expect(build(place.folder)).rejects.toThrow('it is not a file')
})

test('texts that are not saved are built instead of what the files hold', async () => {
  const job = place.write(
    'a.flow.ts',
    `import { x } from './lib/x'\nimport data from './data.json'\nconsole.log(x, data)`,
  )
  const lib = place.write('lib/x.ts', 'export const x = 1')
  const data = place.write('data.json', '1')
  const texts = new Map([
    [job, `import { x } from './lib/x'\nimport data from './data.json'\nconsole.log(JSON.stringify([x, data]))`],
    [lib, 'export const x = import.meta.filename'],
    [data, '2'],
  ])
  const { file } = await build(job, { texts })
  expect(JSON.parse(execFileSync(process.execPath, [file], { encoding: 'utf8' }))).toEqual([lib, 2])
})

test('a job that was never saved is built from its text, and errors have its positions', async () => {
  place.write('lib/x.ts', 'export const x = 1')
  const job = join(place.folder, 'new.flow.ts')
  const { file } = await build(job, {
    texts: new Map([[job, `import { x } from './lib/x'\nconst one = x as number\nthrow new Error(String(one))`]]),
  })
  const { stderr } = spawnSync(process.execPath, ['--enable-source-maps', file], { encoding: 'utf8' })
  expect(stderr).toContain(`${job}:3:7`)
  await expect(build(job, { texts: new Map([[job, '\nconst a = ;']]) })).rejects.toMatchObject({
    data: { message: 'Unexpected ";"', position: { file: job, line: 2, column: 11 } },
  })
})

test.skipIf(process.platform === 'win32')('a text is that of its file by whatever path it is given', async () => {
  const job = place.write('real/a.flow.ts', 'console.log(1)')
  symlinkSync(dirname(job), join(place.folder, 'link'))
  const linked = join(place.folder, 'link', 'a.flow.ts')
  const { file } = await build(linked, { texts: new Map([[linked, 'console.log(2)']]) })
  expect(execFileSync(process.execPath, [file], { encoding: 'utf8' })).toBe('2\n')
})

test('warnings show the lines of the user', async () => {
  const file = place.write('a.flow.ts', `const x: any = { a: 1, a: 2 }\nconsole.log(x)`)
  const { warnings } = await build(file)
  expect(warnings.join('')).toContain('const x: any = { a: 1, a: 2 }')
})

test('builds of one job at the same time all have it, and leave nothing half written', async () => {
  const job = place.write('a.flow.ts', 'console.log(JSON.stringify(1))')
  const bundles = await Promise.all(Array.from({ length: 8 }, () => build(job)))
  expect(new Set(bundles.map(({ file }) => file)).size).toBe(1)
  const [{ file }] = bundles
  expect(readdirSync(dirname(file)).sort()).toEqual([basename(file), `${basename(file)}.map`])
})

test('a bundle that nobody has built for a day goes when the job is built anew', async () => {
  const first = await build(place.write('a.flow.ts', 'console.log(1)'))
  const second = await build(place.write('a.flow.ts', 'console.log(2)'))
  expect(existsSync(first.file)).toBe(true)
  const twoDaysAgo = Date.now() / 1000 - 2 * 86_400
  utimesSync(first.file, twoDaysAgo, twoDaysAgo)
  const third = await build(place.write('a.flow.ts', 'console.log(3)'))
  expect(
    readdirSync(dirname(third.file))
      .filter((name) => name.endsWith('.mjs'))
      .map((name) => join(dirname(third.file), name))
      .sort(),
  ).toEqual([second.file, third.file].sort())
})

test("where the job's folder cannot hold its files, the bundle is in the user's cache", async () => {
  const file = place.write('a.flow.ts', 'console.log(1)')
  // A file in the place of the folder keeps it from being made, for root too.
  place.write('.millrace', '')
  const cache = place.write('cache/empty', '').replace(/empty$/, '')
  vi.stubEnv('XDG_CACHE_HOME', cache)
  vi.stubEnv('LOCALAPPDATA', cache)
  const bundle = await build(file)
  vi.unstubAllEnvs()
  if (process.platform !== 'darwin') expect(bundle.file.startsWith(cache)).toBe(true)
  expect(bundle.file).not.toContain('.millrace')
})
