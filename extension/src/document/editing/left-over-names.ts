import ts from 'typescript'

/**
 * A name that a text still uses although what declared it has gone: where a variable is named that no operator reads (a
 * partition call that nothing follows, a second name for it), the model does not tell.
 */
export function leftOverName(before: ts.SourceFile, after: ts.SourceFile): string | undefined {
  const gone = declaredIn(before)
  for (const name of declaredIn(after)) gone.delete(name)
  return gone.size === 0 ? undefined : used(after, gone)
}

/** Variables, functions and imports; parameters come and go with their functions. */
export function declaredIn(source: ts.SourceFile): Set<string> {
  const names = new Set<string>()
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) || ts.isFunctionDeclaration(node) || ts.isImportSpecifier(node)) {
      if (node.name && ts.isIdentifier(node.name)) names.add(node.name.text)
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
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
