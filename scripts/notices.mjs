// What the package holds of others, and the licences it holds it under.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './install.mjs'

/** Where `bundle` leaves the folders of the packages that are in the bundles, as JSON. */
export const bundledPackages = join(root, 'dist', 'packages.json')

/** Licences, and what packages say of others that they hold. */
const LICENCE_FILE = /^(licen[cs]e|copying|copyright|notice|third-?party-?notice)/i
const CODE = /\.([cm]?[jt]sx?|map|json|h|c)$/

/**
 * @param {{ outputs: Record<string, { inputs: Record<string, { bytesInOutput: number }> }> }} metafile esbuild's, with paths
 *   from the root of the repository
 * @returns {string[]} the folders of the packages of which anything is in a bundle
 */
export function packagesIn(metafile) {
  const inputs = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.entries(inputs))
  const folders = inputs.flatMap(([path, { bytesInOutput }]) => {
    const folder = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path)
    return folder && bytesInOutput > 0 ? folder[0] : []
  })
  return [...new Set(folders)].sort()
}

/**
 * The text of ThirdPartyNotices.txt. A package without a licence is an error: it must not be given on.
 *
 * @param {Iterable<string>} folders of packages, from the root of the repository
 */
export function thirdPartyNotices(folders) {
  const manifests = [...folders].map((folder) => {
    const text = readFileSync(join(root, folder, 'package.json'), 'utf8')
    return { folder, ...JSON.parse(text) }
  })
  const notices = new Map()
  for (const manifest of manifests) {
    const { name, version, license } = manifest
    const text = licenceOf(manifest, manifests)
    if (typeof license !== 'string' || text === undefined) {
      throw new Error(`${name} ${version} says no licence, or has no text of it: it cannot be packaged`)
    }
    const source = sourceOf(manifest)
    const lines = [`${name} ${version}`, `Licence: ${license}`, ...(source === undefined ? [] : [`Source: ${source}`])]
    notices.set(`${name} ${version}`, `${lines.join('\n')}\n\n${text}\n`)
  }
  const sorted = [...notices].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, notice]) => notice)
  const rule = `\n${'='.repeat(80)}\n\n`
  return `${HEAD}${rule}${sorted.join(rule)}`
}

const HEAD = `Millrace is licensed under the Apache License 2.0 (see LICENSE). This package also holds the software below, in its
bundles or as it is, each under its own licence. Where a package offers several licences, the first one it names is taken.
`

/** A package for one platform has the licence of the package that it is a part of. */
function licenceOf({ folder, name, version, license, author }, manifests) {
  const whole = manifests.find(({ optionalDependencies }) => optionalDependencies?.[name] === version)
  const texts = [folder, ...(whole ? [whole.folder] : [])]
    .map((place) => [...new Set(licenceTexts(join(root, place)))])
    .find(({ length }) => length > 0)
  if (texts !== undefined) return texts.join('\n\n')
  const readme = readdirSync(join(root, folder)).find((file) => /^readme/i.test(file))
  const isSaid = readme && /^#+ *licen[cs]e\b/im.test(readFileSync(join(root, folder, readme), 'utf8'))
  const by = typeof author === 'string' ? author : author?.name
  return isSaid && by
    ? `The package says that its licence is ${license}, without the text. Its author is ${by}.`
    : undefined
}

/** Also of what a package has taken in itself, such as the sources of its binaries. */
function* licenceTexts(folder) {
  for (const file of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, file.name)
    if (file.isDirectory()) {
      if (file.name !== 'node_modules' && !file.name.startsWith('.')) yield* licenceTexts(path)
    } else if (LICENCE_FILE.test(file.name) && !CODE.test(file.name)) {
      yield readFileSync(path, 'utf8').replace(/\r\n/g, '\n').trim()
    }
  }
}

function sourceOf({ repository, homepage }) {
  const url = typeof repository === 'string' ? repository : (repository?.url ?? homepage)
  if (url === undefined) return undefined
  const short = /^(?:github:)?([\w.-]+\/[\w.-]+)$/.exec(url)
  return short
    ? `https://github.com/${short[1]}`
    : url.replace(/^git\+/, '').replace(/^(ssh:\/\/git@|git:\/\/)/, 'https://')
}
