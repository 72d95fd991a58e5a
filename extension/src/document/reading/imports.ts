import ts from 'typescript'

/** What a file takes from the package `millrace`, and under which names. */
export class Imports {
  /** By local name: the exported one. */
  private readonly names = new Map<string, string>()
  private readonly namespaces = new Set<string>()

  /** Undefined when the file does not import the package at all. */
  static of(source: ts.SourceFile): Imports | undefined {
    let imports: Imports | undefined
    for (const statement of source.statements) {
      if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue
      if (statement.moduleSpecifier.text !== 'millrace') continue
      imports ??= new Imports()
      const { importClause } = statement
      if (importClause?.name) imports.namespaces.add(importClause.name.text)
      const bindings = importClause?.namedBindings
      if (bindings === undefined) continue
      if (ts.isNamespaceImport(bindings)) imports.namespaces.add(bindings.name.text)
      else
        for (const { name, propertyName } of bindings.elements)
          imports.names.set(name.text, (propertyName ?? name).text)
    }
    return imports
  }

  /** The exported name of what an expression names: `Environment` of `Environment`, `Env` and `m.Environment`. */
  exported(expression: ts.Node): string | undefined {
    if (ts.isIdentifier(expression)) return this.names.get(expression.text)
    if (!ts.isPropertyAccessExpression(expression) || !ts.isIdentifier(expression.expression)) return undefined
    return this.namespaces.has(expression.expression.text) ? expression.name.text : undefined
  }

  /** The exported name of the function that an expression calls: `textFile` of `textFile('a.txt')`. */
  called(expression: ts.Node | undefined): string | undefined {
    return expression !== undefined && ts.isCallExpression(expression)
      ? this.exported(expression.expression)
      : undefined
  }
}
