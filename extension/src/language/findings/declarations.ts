import ts from 'typescript'

/** What declares the names of one file: found by going outwards from where a name is used. */
export class Declarations {
  private readonly scopes = new Map<ts.Node, Map<string, ts.Node>>()

  /** The declaration that a name stands for; undefined for what the file does not declare. */
  of(name: ts.Identifier): ts.Node | undefined {
    for (let scope: ts.Node | undefined = name.parent; scope; scope = scope.parent) {
      const found = this.namesOf(scope).get(name.text)
      if (found) return found
    }
    return undefined
  }

  private namesOf(scope: ts.Node): Map<string, ts.Node> {
    let names = this.scopes.get(scope)
    if (names === undefined) {
      names = new Map()
      declare(scope, names)
      this.scopes.set(scope, names)
    }
    return names
  }
}

function declare(scope: ts.Node, names: Map<string, ts.Node>): void {
  if (ts.isFunctionLike(scope)) {
    for (const { name } of scope.parameters) declareName(name, names)
    if (ts.isFunctionExpression(scope) && scope.name) names.set(scope.name.text, scope)
  } else if (
    ts.isSourceFile(scope) ||
    ts.isBlock(scope) ||
    ts.isModuleBlock(scope) ||
    ts.isCaseOrDefaultClause(scope)
  ) {
    for (const statement of scope.statements) declareStatement(statement, names)
  } else if (ts.isForStatement(scope) || ts.isForOfStatement(scope) || ts.isForInStatement(scope)) {
    if (scope.initializer && ts.isVariableDeclarationList(scope.initializer)) declareList(scope.initializer, names)
  } else if (ts.isCatchClause(scope) && scope.variableDeclaration) {
    declareName(scope.variableDeclaration.name, names)
  }
}

function declareStatement(statement: ts.Statement, names: Map<string, ts.Node>): void {
  if (ts.isVariableStatement(statement)) declareList(statement.declarationList, names)
  else if ((ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) && statement.name) {
    names.set(statement.name.text, statement)
  } else if (ts.isImportDeclaration(statement)) {
    const { name, namedBindings } = statement.importClause ?? {}
    if (name) names.set(name.text, statement)
    if (namedBindings && ts.isNamespaceImport(namedBindings)) names.set(namedBindings.name.text, statement)
    else for (const element of namedBindings?.elements ?? []) names.set(element.name.text, element)
  }
}

function declareList(list: ts.VariableDeclarationList, names: Map<string, ts.Node>): void {
  for (const { name } of list.declarations) declareName(name, names)
}

/** The declaration of a name in a pattern is the variable's, or parameter's, whole declaration. */
function declareName(name: ts.BindingName, names: Map<string, ts.Node>): void {
  if (ts.isIdentifier(name)) {
    names.set(name.text, name.parent)
    return
  }
  for (const element of name.elements) if (!ts.isOmittedExpression(element)) declareName(element.name, names)
}
