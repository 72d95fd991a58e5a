import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as esbuild from 'esbuild'
import { beforeAll, describe, expect, test } from 'vitest'
import { bundles } from '../../scripts/bundle.mjs'
import { root } from '../../scripts/install.mjs'
import { packagesIn, thirdPartyNotices } from '../../scripts/notices.mjs'
import { runtimePackages } from '../../scripts/package.mjs'

/** Folders of all packages that a file is bundled from. */
let bundled: Set<string>
let notices: string

beforeAll(async () => {
  const built = await Promise.all(
    bundles.map((options) => esbuild.build({ ...options, write: false, metafile: true } as esbuild.BuildOptions)),
  )
  const metafiles = built.map(({ metafile }) => metafile!)
  bundled = new Set(metafiles.flatMap((metafile) => packagesIn(metafile)))
  const copied = [...runtimePackages().keys()].filter((folder) => folder !== 'runtime')
  notices = thirdPartyNotices([...bundled, ...copied])
})

const titleOf = (folder: string): string => {
  const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
  return `\n${name} ${version}\nLicence: ${license}\n`
}

describe('the notices of the package', () => {
  test('name everything that is in a bundle', () => {
    expect(bundled.size).toBeGreaterThan(10)
    expect([...bundled].filter((folder) => !notices.includes(titleOf(folder)))).toEqual([])
  })

  test('name every package that the runtime depends on, also for this platform only', () => {
    const folders = [...runtimePackages().keys()].filter((folder) => folder !== 'runtime')
    expect(folders).toContain(`node_modules/@esbuild/${process.platform}-${process.arch}`)
    expect(folders.filter((folder) => !notices.includes(titleOf(folder)))).toEqual([])
  })

  test('hold the licences as they are', () => {
    const licence = readFileSync(join(root, 'node_modules/elkjs/LICENSE.md'), 'utf8')
    expect(licence).toContain('Eclipse Public License - v 2.0')
    expect(notices).toContain(`Source: https://github.com/kieler/elkjs.git\n\n${licence.trim()}`)
  })

  test('hold the licences of what a package has taken in itself', () => {
    expect(notices).toContain('The OpenLDAP Public License')
  })

  test('are not made where a package says no licence', () => {
    // The workspace's own package for the pages has no text of one.
    expect(() => thirdPartyNotices(['webview'])).toThrow(
      'millrace-webview 0.1.0 says no licence, or has no text of it: it cannot be packaged',
    )
  })
})

describe('what is in a bundle', () => {
  const metafile = (inputs: Record<string, number>) => ({
    outputs: {
      'a.js': {
        inputs: Object.fromEntries(Object.entries(inputs).map(([path, bytesInOutput]) => [path, { bytesInOutput }])),
      },
    },
  })

  test('are the innermost packages of its files, without those of which nothing is left', () => {
    const inputs = {
      'extension/src/a.ts': 9,
      'node_modules/plain/lib/a.js': 1,
      'node_modules/plain/b.js': 1,
      'node_modules/@scope/name/a.js': 1,
      'node_modules/outer/node_modules/inner/a.js': 1,
      'runtime/node_modules/own/a.js': 1,
      'node_modules/shaken/a.js': 0,
    }
    expect(packagesIn(metafile(inputs))).toEqual([
      'node_modules/@scope/name',
      'node_modules/outer/node_modules/inner',
      'node_modules/plain',
      'runtime/node_modules/own',
    ])
  })
})
