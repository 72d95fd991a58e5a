import ts from 'typescript'

/**
 * A name that a text still uses although what declared it has gone: where a variable is named that no operator reads (a
 * partition call that nothing follows, a second name for it), the model does not tell.
 */
export function leftOverName(before: ts.SourceFile, after: ts.SourceFile): string | undefined {
  // Statements that stay as they are declare what they declared: only the others are looked through.
  const texts = (source: ts.SourceFile) => new Set(source.statements.map((statement) => textOf(statement, source)))
  const [old, now] = [texts(before), texts(after)]
  const gone = declared(before.statements.filter((statement) => !now.has(textOf(statement, before))))
  for (const name of declared(after.statements.filter((statement) => !old.has(textOf(statement, after)))))
    gone.delete(name)
  if (gone.size === 0) return undefined
  for (const name of declared(after.statements)) gone.delete(name)
  return gone.size === 0 ? undefined : used(after, gone)
}

const textOf = ({ pos, end }: ts.Node, { text }: ts.SourceFile) => text.slice(pos, end)

/** Variables, functions and imports; parameters come and go with their functions. */
export function declaredIn(source: ts.SourceFile): Set<string> {
  return declared(source.statements)
}

function declared(statements: readonly ts.Statement[]): Set<string> {
  const names = new Set<string>()
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) || ts.isFunctionDeclaration(node) || ts.isImportSpecifier(node)) {
      if (node.name && ts.isIdentifier(node.name)) names.add(node.name.text)
    }
    ts.forEachChild(node, visit)
  }
  for (const statement of statements) visit(statement)
  return names
}

function used(source: ts.SourceFile, names: ReadonlySet<string>): string | undefined {
  const visit = (node: ts.Node): string | undefined => {
    if (ts.isIdentifier(node) && names.has(node.text)) {
      const { name, propertyName } = node.parent as { name?: ts.Node; propertyName?: ts.Node }
      if (name !== node && propertyName !== node && !ts.isTypeNode(node.parent)) return node.text
    }
    return ts.forEachChild(node, visit)
  }
  return visit(source)
}
