import type { Problem } from 'millrace/graph'
import { validate } from 'millrace/graph'
import type ts from 'typescript'
import { connectors } from '../../catalogue/index.ts'
import {
  graphOf,
  type JobModel,
  type JobOperator,
  type JobSyntax,
  quoted,
  styleOf,
  type TextRange,
} from '../../document/index.ts'
import { nameRange, type OpenJob } from '../open-job.ts'
import type { Finding, Fix } from './finding.ts'
import { suggestedUid } from './naming.ts'
import { callAfter, withoutCall } from './writing.ts'

/** Rules about numbers of instances: they say nothing where the text does not tell the number. */
const ABOUT_PARALLELISM = new Set(['idle-instances', 'parallelism', 'single-instance', 'max-parallelism'])

/** What validation says of each job's graph, at the place in the text that it is about. */
export function graphFindings(job: OpenJob, syntax: JobSyntax): Finding[] {
  return job.model.environments.flatMap((environment) => {
    const { graph, operators } = graphOf(job.model, environment.id)
    // Jobs with parts that were not read at all may have what seems to be missing.
    if (graph.operators.length === 0 && job.model.unread.length > 0) return []
    const problems = validate(graph)
    return [
      ...(environment.hints ?? []).map(({ range, ...problem }): Finding => ({ ...said(problem), range })),
      ...problems
        .filter((problem) => problem.code !== 'overridden-strategy')
        .filter((problem) =>
          isCertain(problem, problem.operatorId === undefined ? undefined : operators[problem.operatorId], job.model),
        )
        .map((problem): Finding => {
          const operator = problem.operatorId === undefined ? undefined : operators[problem.operatorId]
          return {
            ...said(problem),
            ...(operator ? at(job, syntax, problem.code, operator) : { range: environment.range }),
          }
        }),
      ...overridden(job, problems, new Set(operators.map(({ id }) => id)), syntax),
    ]
  })
}

function said({ severity, code, message, cure }: Problem) {
  return { severity, code, message, ...(cure === undefined ? {} : { cure }) }
}

/** Whether the text tells enough: what is not read statically may well be in order. */
function isCertain({ code }: Problem, operator: JobOperator | undefined, model: JobModel): boolean {
  if (operator === undefined) return true
  const { edges, operators } = model
  if (code === 'open-end')
    return operator.kind !== 'opaque' && !model.idlePartitions.some((idle) => idle.operator === operator.id)
  const feeds = edges.filter(({ target }) => target === operator.id).map(({ source }) => operators[source])
  if (ABOUT_PARALLELISM.has(code))
    return ![operator, ...feeds].some(({ parallelismText }) => parallelismText !== undefined)
  const readers = edges.filter(({ source }) => source === operator.id).map(({ target }) => operators[target])
  if (code === 'unread-side-output') return !readers.some(({ kind }) => kind === 'opaque')
  if (code === 'no-timestamps') return !upstream(operator, model).some(mayGiveTimestamps)
  return true
}

function upstream(operator: JobOperator, { operators, edges }: JobModel): JobOperator[] {
  const found = new Set<number>()
  const open = [operator.id]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const { source, target } of edges) {
      if (target !== id || found.has(source)) continue
      found.add(source)
      open.push(source)
    }
  }
  return [...found].map((id) => operators[id])
}

/** A part that is not read, or a source that another module defines. */
function mayGiveTimestamps({ kind, method, arguments: [first] }: JobOperator): boolean {
  if (kind === 'opaque') return true
  if (method !== 'source' || first === undefined) return false
  const factory = /^(?:\w+\.)?(\w+)\s*[<(]/.exec(first.text)?.[1]
  return !(factory !== undefined && connectors.has(factory)) && !/^[[{]|=>|^(async\s+)?function/.test(first.text)
}

function at(
  job: OpenJob,
  { source }: JobSyntax,
  code: string,
  operator: JobOperator,
): Pick<Finding, 'range' | 'fixes'> {
  const text = job.document.getText()
  const setting = (method: string) => operator.settings.findLast((setting) => setting.method === method)?.range
  const onName = (fixes: Fix[]) => ({ range: nameRange(job, operator), ...(fixes.length > 0 ? { fixes } : {}) })
  switch (code) {
    case 'duplicate-uid': {
      const range = setting('uid')
      if (range === undefined) return onName([])
      const uid = suggestedUid(job.model, operator)
      const edits = [{ ...range, text: `uid(${quoted(uid, styleOf(source))})` }]
      return { range, fixes: [{ title: `Give it the uid '${uid}'`, edits }] }
    }
    case 'single-instance':
    case 'parallelism':
    case 'max-parallelism': {
      const range = setting('setParallelism')
      if (range === undefined) return onName([])
      return { range, fixes: [{ title: 'Remove setParallelism(..)', edits: [withoutCall(text, range)] }] }
    }
    case 'idle-instances': {
      const written = job.model.edges.filter((edge) => edge.target === operator.id && edge.range)
      const range = setting('setParallelism') ?? nameRange(job, operator)
      const replaced = (method: string): Fix => ({
        title: `Use ${method}() instead of forward()`,
        edits: written.map((edge) => ({ ...(edge.range as TextRange), text: `${method}()` })),
      })
      return { range, ...(written.length > 0 ? { fixes: [replaced('roundRobin'), replaced('rescale')] } : {}) }
    }
    case 'open-end': {
      const last = operator.settings.at(-1)?.range ?? operator.range
      const end = last.offset + last.length
      const show = callAfter(text, operator, 'inspect((record) => console.log(record))')
      return onName([{ title: 'Show its records with inspect(..)', edits: [{ ...show, offset: end }] }])
    }
    default:
      return onName([])
  }
}

/** Validation speaks of each such edge in turn; the text has the calls that lose. */
function overridden(
  job: OpenJob,
  problems: readonly Problem[],
  own: ReadonlySet<number>,
  syntax: JobSyntax,
): Finding[] {
  const edges = job.model.edges.filter((edge) => edge.overridden && own.has(edge.target))
  const found = problems.filter(({ code }) => code === 'overridden-strategy')
  return edges.flatMap((edge, index) => {
    const lost = syntax.edges[edge.id].strategies.slice(0, -1)
    return lost.map(({ nameNode, call }): Finding => {
      const range = callRange(nameNode, call, syntax.source)
      const fix = {
        title: `Remove ${nameNode.getText(syntax.source)}(..)`,
        edits: [withoutCall(job.document.getText(), range)],
      }
      return { ...said(found[index]), range, unnecessary: true, fixes: [fix] }
    })
  })
}

function callRange(name: ts.Node, call: ts.Node, source: ts.SourceFile): TextRange {
  const offset = name.getStart(source)
  return { offset, length: call.end - offset }
}
