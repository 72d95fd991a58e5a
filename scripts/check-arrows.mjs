// Arrows between rooms point one way, and nobody reaches into another room past its index.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

/** What each room may import, besides its own files. `failure` is open to all of the runtime. */
const ARROWS = {
  'runtime/src/failure': [],
  'runtime/src/partitioning': ['failure'],
  'runtime/src/graph': ['partitioning', 'failure'],
  'runtime/src/state': ['partitioning', 'failure'],
  'runtime/src/time': ['state', 'partitioning', 'failure'],
  'runtime/src/operators': ['state', 'time', 'partitioning', 'failure'],
  'runtime/src/connectors': ['failure'],
  'runtime/src/control': ['connectors', 'graph', 'failure'],
  'runtime/src/execution': ['graph', 'operators', 'partitioning', 'state', 'time', 'control', 'connectors', 'failure'],
  'runtime/src/api': [
    'graph',
    'operators',
    'partitioning',
    'state',
    'time',
    'connectors',
    'execution',
    'control',
    'failure',
  ],
  'runtime/src/supervisor': ['control', 'connectors', 'graph', 'execution', 'failure'],
  'runtime/src/cli': ['supervisor', 'control', 'graph', 'partitioning', 'execution', 'failure'],
  'runtime/src/testing': [
    'api',
    'supervisor',
    'graph',
    'operators',
    'partitioning',
    'connectors',
    'execution',
    'state',
    'time',
    'control',
    'failure',
  ],
  'extension/src/catalogue': ['millrace/graph'],
  'extension/src/document': ['catalogue', 'millrace/graph'],
  'extension/src/language': ['document', 'catalogue', 'layout', 'millrace/graph'],
  'extension/src/layout': [],
  'extension/src/typescript-plugin': [],
  'extension/src/templates': [],
  'extension/src/webview': [],
  'extension/src/diagram': [
    'catalogue',
    'language',
    'layout',
    'document',
    'millrace-webview/shared',
    'millrace/graph',
    'millrace/control',
  ],
  'extension/src/editor': [
    'diagram',
    'debug',
    'language',
    'layout',
    'document',
    'run',
    'webview',
    'millrace-webview/shared',
  ],
  'extension/src/run': ['millrace/control', 'millrace/supervisor', 'millrace/graph'],
  'extension/src/launch': ['run', 'editor'],
  'extension/src/debug': ['run', 'millrace/control', 'millrace/supervisor'],
  'extension/src/panel': [
    'run',
    'diagram',
    'document',
    'editor',
    'language',
    'webview',
    'millrace/control',
    'millrace/graph',
    'millrace-webview/shared',
  ],
  'webview/src/shared': [],
  'webview/src/page': [],
  'webview/src/editor': ['shared', 'page'],
  'webview/src/panel': ['shared', 'page'],
}
/** These must work without VS Code. */
const NO_VSCODE = ['catalogue', 'document', 'layout', 'language', 'diagram', 'typescript-plugin', 'run'].map(
  (room) => `extension/src/${room}`,
)
const MAX_LINES = 400

/**
 * @param root folder of the repository
 * @returns a sentence for each violation
 */
export function checkArrows(root) {
  const problems = []
  for (const area of ['runtime/src', 'extension/src', 'webview/src']) {
    for (const file of sources(join(root, area))) {
      const path = relative(root, file).split(sep).join('/')
      const text = readFileSync(file, 'utf8')
      const lines = text.split('\n').length - 1
      if (lines > MAX_LINES) problems.push(`${path} has ${lines} lines: more than ${MAX_LINES} is more than one idea`)
      const room = roomOf(path)
      for (const specifier of imports(text)) problems.push(...violations(root, area, file, path, room, specifier))
    }
  }
  return problems
}

function violations(root, area, file, path, room, specifier) {
  if (room === undefined) return []
  const allowed = ARROWS[room]
  if (allowed === undefined) return [`${path}: the room ${room} has no row in scripts/check-arrows.mjs`]
  if (!specifier.startsWith('.')) {
    if (specifier === 'vscode' && NO_VSCODE.includes(room)) return [`${path} imports vscode: ${room} works without it`]
    if (/^millrace(-webview)?(\/|$)/.test(specifier) && !allowed.includes(specifier)) {
      return [`${path} imports ${specifier}: no arrow leads from ${room} there`]
    }
    return []
  }
  const target = relative(root, resolve(dirname(file), specifier))
    .split(sep)
    .join('/')
  const other = roomOf(target)
  if (other === room) return []
  if (other === undefined) return [`${path} imports ${target}, which is in no room`]
  const name = other.slice(area.length + 1)
  if (!other.startsWith(`${area}/`) || !allowed.includes(name))
    return [`${path} imports ${target}: no arrow leads from ${room} to ${other}`]
  if (!/^index\.[a-z]+$/.test(target.slice(other.length + 1)))
    return [`${path} imports ${target}: other rooms are entered by their index only`]
  return []
}

/** `runtime/src/graph` for `runtime/src/graph/printing/text.ts`; none for files directly under src. */
function roomOf(path) {
  return /^((?:runtime|extension|webview)\/src\/[^/]+)\//.exec(path)?.[1]
}

function imports(text) {
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName)
}

function* sources(folder) {
  let entries
  try {
    entries = readdirSync(folder, { withFileTypes: true })
  } catch {
    return
  }
  for (const entry of entries) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* sources(path)
    else if (/\.[cm]?tsx?$/.test(entry.name)) yield path
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const problems = checkArrows(fileURLToPath(new URL('..', import.meta.url)))
  for (const problem of problems) console.error(problem)
  if (problems.length > 0) process.exitCode = 1
}
