import ts from 'typescript'
import { ExpressionReader } from './expression-reader.ts'
import type { Imports } from './imports.ts'
import type { ModelBuilder } from './model-builder.ts'
import { dealingsOf } from './opaque.ts'
import { textOf } from './static-values.ts'
import { Scope, type Value } from './values.ts'

/**
 * Goes through a job's text as running it would, statement by statement, and follows what has to do with streams. What
 * depends on values that only running tells (loops, conditions, other modules) becomes an opaque operator.
 */
export class JobReader {
  private readonly imports: Imports
  private readonly expressions: ExpressionReader

  constructor(builder: ModelBuilder, imports: Imports) {
    this.imports = imports
    this.expressions = new ExpressionReader(builder, imports, (statements, scope) => this.statements(statements, scope))
  }

  read(source: ts.SourceFile): void {
    const scope = new Scope()
    for (const statement of source.statements) this.declareImports(statement, scope)
    this.statements(source.statements, scope)
    // A job in a function that this file does not call is a job all the same.
    const makers = source.statements.filter(
      (statement) => ts.isFunctionDeclaration(statement) && dealingsOf(statement, scope, this.imports).makesEnvironment,
    )
    for (const node of makers as ts.FunctionDeclaration[]) {
      if (!this.expressions.called.has(node) && node.body) this.statements(node.body.statements, new Scope(scope))
    }
  }

  private declareImports(statement: ts.Statement, scope: Scope): void {
    if (!ts.isImportDeclaration(statement) || statement.importClause === undefined) return
    if (textOf(statement.moduleSpecifier) === 'millrace') return
    const { name, namedBindings } = statement.importClause
    if (name) scope.declare(name.text, { kind: 'imported' })
    if (namedBindings && ts.isNamedImports(namedBindings)) {
      for (const element of namedBindings.elements) scope.declare(element.name.text, { kind: 'imported' })
    } else if (namedBindings) {
      scope.declare(namedBindings.name.text, { kind: 'imported' })
    }
  }

  /** The value that a `return` among the statements gives. */
  private statements(statements: readonly ts.Statement[], scope: Scope): Value | undefined {
    for (const statement of statements) {
      if (ts.isClassDeclaration(statement) && statement.name) {
        scope.declare(statement.name.text, { kind: 'class', node: statement })
      }
      if (ts.isFunctionDeclaration(statement) && statement.name) {
        scope.declare(statement.name.text, { kind: 'function', node: statement, scope })
      }
    }
    for (const statement of statements) {
      if (ts.isReturnStatement(statement))
        return statement.expression && this.expressions.value(statement.expression, scope)
      const returned = this.statement(statement, scope)
      if (returned) return returned
    }
    return undefined
  }

  private statement(statement: ts.Statement, scope: Scope): Value | undefined {
    if (ts.isExpressionStatement(statement) || ts.isExportAssignment(statement)) {
      this.expressions.value(statement.expression, scope)
    } else if (ts.isVariableStatement(statement)) {
      for (const declaration of statement.declarationList.declarations) this.declaration(declaration, scope)
    } else if (ts.isBlock(statement)) {
      return this.statements(statement.statements, new Scope(scope))
    } else if (ts.isLabeledStatement(statement)) {
      return this.statement(statement.statement, scope)
    } else if (ts.isTryStatement(statement)) {
      const returned = this.statements(statement.tryBlock.statements, new Scope(scope))
      if (statement.catchClause)
        this.expressions.notFollowed(statement.catchClause, scope, 'what happens after an error')
      if (statement.finallyBlock) this.statements(statement.finallyBlock.statements, new Scope(scope))
      return returned
    } else if (ts.isIfStatement(statement) || ts.isSwitchStatement(statement)) {
      this.expressions.notFollowed(statement, scope, 'a condition decides what is built here')
    } else if (ts.isIterationStatement(statement, false)) {
      this.expressions.notFollowed(statement, scope, 'a loop builds what is here')
    }
    return undefined
  }

  private declaration({ name, initializer }: ts.VariableDeclaration, scope: Scope): void {
    if (initializer === undefined) {
      if (ts.isIdentifier(name)) scope.declare(name.text, undefined)
      return
    }
    this.expressions.bind(name, this.expressions.value(initializer, scope), scope, initializer)
  }
}
