import { type DocumentSymbol, SymbolKind } from 'vscode-languageserver-types'
import type { JobEnvironment, JobOperator, TextRange } from '../../document/index.ts'
import { fileStem, lspRange, nameRange, type OpenJob } from '../open-job.ts'

/** The outline: jobs, their operators, and in groups those that a helper's call adds. */
export function symbols(job: OpenJob): DocumentSymbol[] {
  return job.model.environments.map((environment) => jobSymbol(job, environment))
}

function jobSymbol(job: OpenJob, environment: JobEnvironment): DocumentSymbol {
  const { document, model } = job
  const children = childrenOf(job, environment.id, undefined)
  const operators = model.operators.filter((operator) => operator.environment === environment.id)
  const whole = span([
    environment.range,
    ...operators.map(({ range }) => range),
    ...environment.executions.map(({ range }) => range),
  ])
  return {
    name: environment.name ?? environment.variable ?? fileStem(document.uri),
    detail: 'job',
    kind: SymbolKind.Module,
    range: lspRange(document, whole),
    selectionRange: lspRange(document, environment.range),
    children,
  }
}

function childrenOf(job: OpenJob, environment: number, group: number | undefined): DocumentSymbol[] {
  const { document, model } = job
  const operators = model.operators.filter(
    (operator) => operator.environment === environment && operator.group === group && !operator.implied,
  )
  const groups = model.groups
    .filter(({ parent }) => parent === group)
    .map((inner) => ({ inner, children: childrenOf(job, environment, inner.id) }))
    .filter(({ children }) => children.length > 0)
  return [
    ...operators.map((operator) => operatorSymbol(job, operator)),
    ...groups.map(({ inner, children }) => ({
      name: inner.name,
      detail: 'helper',
      kind: SymbolKind.Namespace,
      range: lspRange(document, inner.range),
      selectionRange: lspRange(document, inner.range),
      children,
    })),
  ].sort((a, b) => a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character)
}

function operatorSymbol(job: OpenJob, operator: JobOperator): DocumentSymbol {
  const { kind, name, method, range, settings } = operator
  const { document } = job
  return {
    name: name.trim() === '' ? method : name,
    detail: kind === 'opaque' ? 'not read' : method,
    kind: kind === 'opaque' ? SymbolKind.Object : SymbolKind.Function,
    range: lspRange(document, span([range, ...settings.map(({ range }) => range)])),
    selectionRange: lspRange(document, nameRange(job, operator)),
  }
}

function span(ranges: readonly TextRange[]): TextRange {
  const offset = Math.min(...ranges.map((range) => range.offset))
  return { offset, length: Math.max(...ranges.map((range) => range.offset + range.length)) - offset }
}
