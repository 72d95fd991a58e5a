// npm run package: millrace.vsix, which needs no network: extension, webviews, the runtime and what it depends on.
import { cpSync, existsSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { installPackages, root } from './install.mjs'
import { bundledPackages, thirdPartyNotices } from './notices.mjs'

const stage = join(root, '.cache', 'package')
const vsix = join(root, 'millrace.vsix')

/**
 * Packs what `build` has made. The result holds the esbuild of this platform, and says so.
 *
 * @returns the path of the .vsix
 */
export async function packageExtension() {
  rmSync(stage, { recursive: true, force: true })
  mkdirSync(stage, { recursive: true })
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  // What only a clone needs. `name` and the rest are what the editor knows the extension by.
  for (const field of ['private', 'workspaces', 'scripts', 'devDependencies', 'allowScripts']) delete manifest[field]
  // TypeScript's server looks for a plugin in the extension's `node_modules`, of which only dependencies are packed.
  const [{ name: plugin }] = manifest.contributes.typescriptServerPlugins
  manifest.dependencies = { [plugin]: manifest.version }
  writeFileSync(join(stage, 'package.json'), JSON.stringify(manifest, null, 2))
  const pluginFolder = join(stage, 'node_modules', plugin)
  cpSync(join(root, 'dist', 'typescript-plugin', 'index.js'), join(pluginFolder, 'index.js'))
  const pluginManifest = { name: plugin, version: manifest.version, license: manifest.license, main: 'index.js' }
  writeFileSync(join(pluginFolder, 'package.json'), JSON.stringify(pluginManifest, null, 2))
  for (const file of ['package.nls.json', 'LICENSE', 'README.md', 'CHANGELOG.md']) {
    if (existsSync(join(root, file))) cpSync(join(root, file), join(stage, file))
  }
  cpSync(join(root, 'dist'), join(stage, 'dist'), {
    recursive: true,
    filter: (path) => !path.endsWith('.map') && !path.endsWith(`${sep}typescript-plugin`) && path !== bundledPackages,
  })
  const copied = runtimePackages()
  for (const [from, to] of copied) copyPackage(from, join(stage, 'dist', to))
  const packages = new Set([...JSON.parse(readFileSync(bundledPackages, 'utf8')), ...copied.keys()])
  packages.delete('runtime')
  writeFileSync(join(stage, 'ThirdPartyNotices.txt'), thirdPartyNotices(packages))

  const { createVSIX } = await import('@vscode/vsce')
  await createVSIX({
    cwd: stage,
    packagePath: vsix,
    target: `${process.platform}-${process.arch}`,
    dependencies: true,
    allowMissingRepository: true,
    // There is no repository yet that the README's links could be made to lead to.
    rewriteRelativeLinks: false,
    skipLicense: false,
  })
  rmSync(stage, { recursive: true, force: true })
  return vsix
}

/**
 * The runtime and all it depends on, each with its place below a `node_modules` beside the bundles: what Node finds from
 * there is what it finds from the bundles in a clone. Read from the lock file, which says where npm has put each one.
 *
 * @returns {Map<string, string>} path in the clone to path in the package
 */
export function runtimePackages() {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  const found = new Map([['runtime', 'node_modules/millrace']])
  const visit = (path) => {
    const { dependencies = {}, optionalDependencies = {} } = packages[path]
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      const place = resolvePlace(packages, path, name)
      if (place === undefined) {
        if (name in dependencies) throw new Error(`${name}, which ${path} needs, is not installed: npm ci`)
        continue
      }
      if (found.has(place)) continue
      found.set(place, place.replace(/^runtime\//, 'node_modules/millrace/'))
      visit(place)
    }
  }
  visit('runtime')
  return found
}

/** As Node looks a package up: in the nearest `node_modules` that has it. Undefined: for another platform. */
function resolvePlace(packages, from, name) {
  for (let folder = from; ; folder = folder.includes('/') ? dirname(folder) : '') {
    const place = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`
    if (place in packages && existsSync(join(root, place))) return place
    if (folder === '') return undefined
  }
}

/** Copies a package without the packages nested in it, which are copied on their own, and without what only builds it. */
function copyPackage(from, to) {
  const source = realpathSync(join(root, from))
  const own = from === 'runtime' ? ['package.json', 'bin', 'dist'] : ['']
  for (const part of own) {
    if (!existsSync(join(source, part))) continue
    cpSync(join(source, part), join(to, part), {
      recursive: true,
      filter: (path) => {
        const inside = path.slice(source.length)
        return !inside.startsWith(`${sep}node_modules${sep}`) && !/\.(map|tsbuildinfo)$/.test(inside)
      },
    })
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  installPackages()
  const { build } = await import('./build.mjs')
  await build()
  console.log(`\nmade ${await packageExtension()}`)
}
