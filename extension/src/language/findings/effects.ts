import ts from 'typescript'

/** Functions that change the outside world or ask it, by the module they come from. */
const OUTSIDE: readonly { readonly module: RegExp; readonly names: RegExp; readonly what: string }[] = [
  {
    module: /^(node:)?fs(\/promises)?$/,
    names: /^(writeFile|appendFile|rm|rmdir|unlink|rename|copyFile|cp|truncate|mkdtemp)(Sync)?$|^createWriteStream$/,
    what: 'this change of files',
  },
  {
    module: /^(node:)?(https?|net|tls|http2|dgram)$/,
    names: /^(request|get|connect|createConnection|createServer|createSocket)$/,
    what: 'this use of the network',
  },
  {
    module: /^(node:)?child_process$/,
    names: /^(exec|execFile|spawn)(Sync)?$|^fork$/,
    what: 'this start of a process',
  },
]

/** Calls by which a file works on the outside world. */
export class Effects {
  /** By local name: the module and the exported name; no name for the module as a whole. */
  private readonly imported = new Map<string, { readonly module: string; readonly name?: string }>()

  constructor(source: ts.SourceFile) {
    for (const statement of source.statements) {
      if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue
      const module = statement.moduleSpecifier.text
      const { name, namedBindings } = statement.importClause ?? {}
      if (name) this.imported.set(name.text, { module })
      if (namedBindings && ts.isNamespaceImport(namedBindings)) this.imported.set(namedBindings.name.text, { module })
      else {
        for (const { name, propertyName } of namedBindings?.elements ?? [])
          this.imported.set(name.text, { module, name: (propertyName ?? name).text })
      }
    }
  }

  /** What a node itself does to the outside world, or undefined. */
  of(node: ts.Node): string | undefined {
    if (ts.isNewExpression(node) && ts.isIdentifier(node.expression)) {
      return /^(WebSocket|EventSource)$/.test(node.expression.text) ? 'this use of the network' : undefined
    }
    if (!ts.isCallExpression(node)) return undefined
    const { expression: callee } = node
    if (ts.isIdentifier(callee)) {
      if (callee.text === 'fetch' && !this.imported.has('fetch')) return 'this use of the network'
      const from = this.imported.get(callee.text)
      return from?.name && effect(from.module, from.name)
    }
    if (!ts.isPropertyAccessExpression(callee) || !ts.isIdentifier(callee.expression)) return undefined
    const from = this.imported.get(callee.expression.text)
    if (from === undefined) return undefined
    // `import { promises as fs } from 'node:fs'`
    return from.name === undefined || from.name === 'promises' ? effect(from.module, callee.name.text) : undefined
  }
}

function effect(module: string, name: string): string | undefined {
  return OUTSIDE.find((outside) => outside.module.test(module) && outside.names.test(name))?.what
}

/** What a node itself takes from chance or the clock, or undefined. */
export function chanceOf(node: ts.Node): string | undefined {
  if (ts.isNewExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'Date') {
    return (node.arguments?.length ?? 0) === 0 ? 'new Date()' : undefined
  }
  if (!ts.isCallExpression(node)) return undefined
  const callee = node.expression.getText()
  return /^(Math\.random|Date\.now|performance\.now|process\.hrtime(\.bigint)?|((globalThis\.)?crypto\.)?random(UUID|Int))$/.test(
    callee,
  )
    ? `${callee}()`
    : undefined
}
