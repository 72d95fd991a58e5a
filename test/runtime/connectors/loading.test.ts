import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { expect, it } from 'vitest'

it('loads no heavy library before a job uses it', async () => {
  const entry = fileURLToPath(new URL('../../../runtime/src/connectors/index.ts', import.meta.url))
  const { metafile } = await build({
    entryPoints: [entry],
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    write: false,
    metafile: true,
  })
  const imports = Object.values(metafile.inputs).flatMap((input) => input.imports)
  const packages = (kind: string) => {
    const names = imports.filter((found) => found.external && found.kind === kind).map((found) => found.path)
    return [...new Set(names)].filter((name) => !/^node:/.test(name)).sort()
  }
  expect(packages('import-statement')).toEqual(['fastest-levenshtein'])
  expect(packages('dynamic-import')).toEqual(['csv-parse', 'hyparquet', 'hyparquet-compressors', 'tinyglobby'])
})
