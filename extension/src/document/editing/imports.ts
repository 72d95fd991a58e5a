import ts from 'typescript'
import type { Draft } from './draft.ts'
import { free } from './names.ts'
import { quoted } from './text-style.ts'

/**
 * Makes exported names of the package usable, by adding them to the import that is there.
 *
 * @param types those of them that are types, and nothing at run time
 * @returns what the file calls each of them
 */
export function importNames(
  draft: Draft,
  names: readonly string[],
  types: ReadonlySet<string> = TYPES,
): Map<string, string> {
  const { syntax, text, style } = draft
  const local = new Map<string, string>()
  const missing: string[] = []
  const imports = syntax.source.statements.filter(
    (statement): statement is ts.ImportDeclaration =>
      ts.isImportDeclaration(statement) &&
      ts.isStringLiteral(statement.moduleSpecifier) &&
      statement.moduleSpecifier.text === 'millrace',
  )
  for (const name of names) {
    const known = imports
      .map(({ importClause }) => localName(importClause, name, types))
      .find((found) => found !== undefined)
    local.set(name, known ?? name)
    if (known === undefined) missing.push(name)
  }
  if (missing.length === 0) return local
  for (const { importClause } of imports) {
    const bindings = importClause?.namedBindings
    if (importClause?.phaseModifier || !bindings || !ts.isNamedImports(bindings)) continue
    const last = bindings.elements.at(-1)
    const lines = last && /[\r\n]/.test(text.slice(bindings.getStart(), last.getStart()))
    const gap = lines ? `${style.lineEnding}${style.indent}` : ' '
    const { elements } = bindings
    const words = elements.map(({ name }) => name.text.toLowerCase())
    const sorted = words.every((word, index) => index === 0 || words[index - 1] <= word)
    for (const name of missing.toSorted()) {
      const written = types.has(name) ? `type ${name}` : name
      const next = sorted && words.length > 1 ? words.findIndex((word) => word > name.toLowerCase()) : -1
      if (last === undefined) draft.insert(bindings.getStart() + 1, ` ${written} `)
      else if (next >= 0) draft.insert(elements[next].getStart(), `${written},${gap}`)
      else draft.insert(last.end, `,${gap}${written}`)
    }
    return local
  }
  const at = imports.at(-1)?.end ?? 0
  const line = `import { ${missing.map((name) => (types.has(name) ? `type ${name}` : name)).join(', ')} } from ${quoted('millrace', style)}${style.semicolon}`
  draft.insert(at, `${style.lineEnding}${line}`)
  return local
}

/**
 * Makes the whole package usable under one name.
 *
 * @returns what the file calls it
 */
export function importAll(draft: Draft, wanted: string): string {
  const { syntax, style } = draft
  const imports = syntax.source.statements.filter(ts.isImportDeclaration)
  for (const { importClause, moduleSpecifier } of imports) {
    const bindings = importClause?.namedBindings
    const isOurs = ts.isStringLiteral(moduleSpecifier) && moduleSpecifier.text === 'millrace'
    if (isOurs && bindings && ts.isNamespaceImport(bindings) && !importClause?.phaseModifier) return bindings.name.text
  }
  const name = free(draft, wanted)
  const line = `import * as ${name} from ${quoted('millrace', style)}${style.semicolon}`
  draft.insert(imports.at(-1)?.end ?? 0, `${style.lineEnding}${line}`)
  return name
}

/**
 * Texts with the names that the file has for what they call, and those names imported.
 *
 * @param isExport whether a name that is called is the package's
 */
export function withImports(draft: Draft, texts: readonly string[], isExport: (word: string) => boolean): string[] {
  const words = texts.flatMap((text) => [...text.matchAll(CALLED)].map(([word]) => word))
  const local = importNames(draft, [...new Set(words.filter(isExport))])
  return texts.map((text) => text.replace(CALLED, (word) => local.get(word) ?? word))
}

const CALLED = /(?<![.\w$])[A-Za-z]\w*(?=\(|<)/g

/** Exports that are types, and nothing at run time. */
const TYPES: ReadonlySet<string> = new Set(['Collector', 'DataStream'])

function localName(clause: ts.ImportClause | undefined, name: string, types: ReadonlySet<string>): string | undefined {
  const bindings = clause?.namedBindings
  if (bindings === undefined) return undefined
  if (ts.isNamespaceImport(bindings)) return clause?.phaseModifier ? undefined : `${bindings.name.text}.${name}`
  if (clause?.phaseModifier && !types.has(name)) return undefined
  const element = bindings.elements.find(
    (candidate) =>
      (!candidate.isTypeOnly || types.has(name)) && (candidate.propertyName ?? candidate.name).text === name,
  )
  return element?.name.text
}

/** Removes names from the import when the text that goes held their last uses. */
export function dropUnusedImports(
  draft: Draft,
  gone: readonly { readonly from: number; readonly to: number }[],
  kept: string,
): void {
  const { source } = draft.syntax
  for (const statement of source.statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue
    if (statement.moduleSpecifier.text !== 'millrace') continue
    const bindings = statement.importClause?.namedBindings
    if (!bindings || !ts.isNamedImports(bindings)) continue
    const { elements } = bindings
    const uses = (name: string, inside: boolean): number => {
      let count = 0
      const visit = (node: ts.Node): void => {
        if (ts.isImportDeclaration(node)) return
        if (ts.isIdentifier(node) && node.text === name) {
          const within = gone.some(({ from, to }) => node.getStart() >= from && node.end <= to)
          if (within === inside) count++
        }
        ts.forEachChild(node, visit)
      }
      visit(source)
      return count
    }
    const unused = elements.filter(
      ({ name }) =>
        uses(name.text, true) > 0 && uses(name.text, false) === 0 && !new RegExp(`\\b${name.text}\\b`).test(kept),
    )
    if (unused.length === 0 || unused.length === elements.length) continue
    for (const element of unused) {
      const index = elements.indexOf(element)
      const firstKept = elements.findIndex((candidate) => !unused.includes(candidate))
      if (index < firstKept) draft.replace(element.getStart(), elements[index + 1].getStart(), '')
      else draft.replace(elements[index - 1].end, element.end, '')
    }
  }
}
