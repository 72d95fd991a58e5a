import ts from 'typescript'
import { GraphReader } from './graph-reader.ts'
import type { JobModel, Unread } from './job-model.ts'

const nothing = { operators: [], edges: [], unread: [] }

/**
 * Reads a job's text without running it. Reads what it can of any text, and never throws: what it does not understand
 * is in `unread`, each with its place.
 */
export function readJob(text: string): JobModel {
  try {
    const source = ts.createSourceFile('job.flow.ts', text, ts.ScriptTarget.Latest)
    const environmentNames = importedNames(source)
    if (environmentNames === undefined) return { isJob: false, ...nothing }
    const syntaxError = firstSyntaxError(source)
    return { isJob: true, ...new GraphReader(source, environmentNames).read(), ...(syntaxError ? { syntaxError } : {}) }
  } catch (error) {
    // TypeScript's parser is recursive: text nested thousands of levels deep ends its stack.
    if (!(error instanceof RangeError)) throw error
    const range = { offset: 0, length: 0 }
    return { isJob: true, ...nothing, unread: [{ message: 'the text is nested too deeply to be read', range }] }
  }
}

/** What the file calls `Environment`, or undefined when it does not import `millrace` at all. */
function importedNames(source: ts.SourceFile): Set<string> | undefined {
  let names: Set<string> | undefined
  for (const statement of source.statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue
    if (statement.moduleSpecifier.text !== 'millrace') continue
    names ??= new Set()
    const bindings = statement.importClause?.namedBindings
    if (bindings === undefined || !ts.isNamedImports(bindings)) continue
    for (const { name, propertyName } of bindings.elements) {
      if ((propertyName ?? name).text === 'Environment') names.add(name.text)
    }
  }
  return names
}

function firstSyntaxError(source: ts.SourceFile): Unread | undefined {
  // Not in TypeScript's declarations, but what its own language service takes syntax errors from.
  const { parseDiagnostics } = source as unknown as { parseDiagnostics?: readonly ts.DiagnosticWithLocation[] }
  const first = parseDiagnostics?.[0]
  if (first === undefined) return undefined
  const message = ts.flattenDiagnosticMessageText(first.messageText, '\n')
  return { message, range: { offset: first.start, length: first.length } }
}
