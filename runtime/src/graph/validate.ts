import { JobError } from '../failure/index.ts'
import type { LogicalGraph } from './logical-graph.ts'
import type { Operator } from './operator.ts'
import { isParallelism, maxParallelismProblems, parallelismProblem } from './parallelism.ts'
import type { Problem } from './problem.ts'
import { givesTimestamps } from './time-flow.ts'

/**
 * All that is wrong with a graph, errors first. Expects resolved default strategies. Pure; nothing has been started
 * when it speaks.
 */
export function validate(graph: LogicalGraph): Problem[] {
  if (graph.operators.length === 0) {
    return [
      { severity: 'error', code: 'empty-job', message: 'the job has no operators', cure: 'begin with env.source(..)' },
    ]
  }
  const problems = [
    ...cycle(graph),
    ...noSource(graph),
    ...unconnected(graph),
    ...maxParallelismProblems(graph),
    ...parallelism(graph),
    ...duplicateUids(graph),
    ...strategies(graph),
    ...joinedByKey(graph),
    ...timestamps(graph),
    ...sideOutputs(graph),
    ...idleInstances(graph),
    ...openEnds(graph),
    ...graph.hints,
  ]
  const rank = { error: 0, warning: 1, hint: 2 }
  return problems.sort((a, b) => rank[a.severity] - rank[b.severity])
}

/**
 * Throws the first error as a JobError, with the others as details.
 *
 * @param operators those that matter; an error of another one is none. Default: all
 */
export function requireValid(graph: LogicalGraph, operators?: ReadonlySet<number>): readonly Problem[] {
  const problems = validate(graph).filter(
    ({ operatorId }) => operators === undefined || operatorId === undefined || operators.has(operatorId),
  )
  const [first, ...others] = problems.filter((problem) => problem.severity === 'error')
  if (first === undefined) return problems
  throw new JobError({
    reason: 'invalid-job',
    message: first.message,
    cure: first.cure,
    operatorId: first.operatorId,
    operatorName: first.operatorName,
    position: first.position,
    details: others.map(describeProblem),
  })
}

/** `error: Late at job.flow.ts:7:3: Late has no input (connect it)`. */
export function describeProblem(problem: Problem): string {
  const { severity, position, message, cure } = problem
  const place = position ? `${position.file}:${position.line}:${position.column}: ` : ''
  return `${severity}: ${place}${message}${cure ? ` (${cure})` : ''}`
}

function about(operator: Operator): Pick<Problem, 'operatorId' | 'operatorName' | 'position'> {
  return { operatorId: operator.id, operatorName: operator.name, position: operator.position }
}

function cycle(graph: LogicalGraph): Problem[] {
  const ids = graph.cycle()
  if (ids === undefined) return []
  const names = [...ids, ids[0]].map((id) => graph.operator(id).name)
  return [
    {
      severity: 'error',
      code: 'cycle',
      message: `the job runs in a circle: ${names.join(' -> ')}`,
      cure: 'a dataflow has to lead from sources to sinks',
      ...about(graph.operator(ids[0])),
    },
  ]
}

function noSource(graph: LogicalGraph): Problem[] {
  if (graph.operators.some((operator) => ['source', 'unconnected', 'opaque'].includes(operator.kind))) return []
  return [{ severity: 'error', code: 'no-source', message: 'the job has no source', cure: 'begin with env.source(..)' }]
}

function unconnected(graph: LogicalGraph): Problem[] {
  return graph.operators
    .filter((operator) => operator.kind === 'unconnected')
    .flatMap((operator): Problem[] => {
      const consumers = graph.outEdges(operator.id).map((edge) => graph.operator(edge.target))
      const cure = 'replace env.unconnected() by a stream'
      if (consumers.length === 0) {
        return [
          {
            severity: 'hint',
            code: 'unconnected',
            message: 'a stream without a source that nobody reads',
            cure,
            ...about(operator),
          },
        ]
      }
      return consumers.map((consumer) => ({
        severity: 'error',
        code: 'unconnected',
        message: `${consumer.name} has no input`,
        cure,
        ...about(consumer),
      }))
    })
}

/** Operators that keep one state per key for both of their inputs: equal keys must meet in one instance. */
function joinedByKey(graph: LogicalGraph): Problem[] {
  return graph.operators.flatMap((operator): Problem[] => {
    const { kind, name } = operator
    if (kind !== 'intervalJoin' && kind !== 'windowJoin' && kind !== 'connect') return []
    const sides = graph.inEdges(operator.id)
    const wrong = sides.find(({ strategy }) => strategy !== 'ShuffleByKey')
    const broadcast = kind === 'connect' && sides.some(({ strategy }) => strategy === 'Broadcast')
    if (wrong === undefined || broadcast) return []
    return [
      {
        severity: 'error',
        code: 'join-partitioning',
        message: `${name} needs both inputs by key, but ${graph.operator(wrong.source).name} reaches it by ${wrong.strategy}`,
        cure: 'put keyBy(..) last before it, with keys of the same kind on both sides',
        ...about(operator),
      },
    ]
  })
}

function parallelism(graph: LogicalGraph): Problem[] {
  return graph.operators.flatMap((operator): Problem[] => {
    const problem = parallelismProblem(operator, graph.maxParallelism)
    return problem === undefined ? [] : [{ ...problem, ...about(operator) }]
  })
}

function duplicateUids(graph: LogicalGraph): Problem[] {
  const first = new Map<string, Operator>()
  return graph.operators.flatMap((operator): Problem[] => {
    if (operator.uid === undefined) return []
    const other = first.get(operator.uid)
    if (other === undefined) {
      first.set(operator.uid, operator)
      return []
    }
    const place = other.position ? ` (${other.position.file}:${other.position.line}:${other.position.column})` : ''
    return [
      {
        severity: 'error',
        code: 'duplicate-uid',
        message: `${operator.name} and ${other.name}${place} have the same uid '${operator.uid}'`,
        cure: 'savepoints find operators by uid: give each its own',
        ...about(operator),
      },
    ]
  })
}

function strategies(graph: LogicalGraph): Problem[] {
  return graph.edges.flatMap((edge): Problem[] => {
    const source = graph.operator(edge.source)
    const target = graph.operator(edge.target)
    const problems: Problem[] = []
    if (edge.overridden !== undefined && edge.overridden.length > 0) {
      problems.push({
        severity: 'hint',
        code: 'overridden-strategy',
        message: `${edge.overridden.join(', ')} between ${source.name} and ${target.name} has no effect: the last partition call, ${edge.strategy}, wins`,
        cure: 'remove the earlier call',
        ...about(source),
        position: edge.position ?? target.position,
      })
    }
    if (edge.strategy === 'ShuffleByKey' && source.kind !== 'keyBy') {
      problems.push({
        severity: 'error',
        code: 'no-key',
        message: `${target.name} is partitioned by key, but ${source.name} gives its records no key`,
        cure: 'put keyBy(..) before it',
        ...about(target),
      })
    }
    return problems
  })
}

function timestamps(graph: LogicalGraph): Problem[] {
  if (!graph.operators.some((operator) => operator.eventTime) || graph.cycle() !== undefined) return []
  const gives = givesTimestamps(graph)
  return graph.operators.flatMap((operator): Problem[] => {
    if (!operator.eventTime) return []
    const without = graph.inEdges(operator.id).find((edge) => !gives.has(edge.source))
    if (without === undefined) return []
    return [
      {
        severity: 'error',
        code: 'no-timestamps',
        message: `${operator.name} works on event time, but the records from ${graph.operator(without.source).name} have no timestamps`,
        cure: 'put assignTimestamps(..) before it, or use timeWindow(..), which works on processing time',
        ...about(operator),
      },
    ]
  })
}

function sideOutputs(graph: LogicalGraph): Problem[] {
  return graph.operators.flatMap((operator): Problem[] => {
    const { errorTag } = operator
    if (errorTag === undefined || graph.outEdges(operator.id).some((edge) => edge.output === errorTag)) return []
    return [
      {
        severity: 'warning',
        code: 'unread-side-output',
        message: `records on which ${operator.name} fails go to the side output '${errorTag}', which nobody reads`,
        cure: 'read it with sideOutput(..) and end it in a sink',
        ...about(operator),
      },
    ]
  })
}

function idleInstances(graph: LogicalGraph): Problem[] {
  return graph.operators.flatMap((target): Problem[] => {
    const inputs = graph.inEdges(target.id)
    if (inputs.length === 0 || inputs.some((edge) => edge.strategy !== 'Forward')) return []
    const sources = inputs.map((edge) => graph.operator(edge.source))
    const fed = Math.max(...sources.map((source) => source.parallelism))
    if (!isParallelism(fed) || !isParallelism(target.parallelism) || fed >= target.parallelism) return []
    const first = Array.from({ length: Math.min(8, target.parallelism - fed) }, (_, i) => fed + i).join(', ')
    const [source] = sources
    const from =
      sources.length === 1 ? `${source.name} (parallelism ${fed})` : `each input (parallelism ${fed} at most)`
    return [
      {
        severity: 'warning',
        code: 'idle-instances',
        message: `${target.parallelism - fed === 1 ? 'instance' : 'instances'} ${first}${target.parallelism - fed > 8 ? ', ..' : ''} of ${target.name} will get no records: forward() sends instance i of ${from} to instance i`,
        cure: 'use roundRobin() or rescale(), or the same parallelism',
        ...about(target),
      },
    ]
  })
}

function openEnds(graph: LogicalGraph): Problem[] {
  return graph.operators.flatMap((operator): Problem[] => {
    if (operator.kind === 'sink' || operator.kind === 'inspect' || operator.kind === 'unconnected') return []
    if (graph.outEdges(operator.id).length > 0) return []
    return [
      {
        severity: 'hint',
        code: 'open-end',
        message: `nobody reads what ${operator.name} emits`,
        cure: 'end the branch in sink(..) or inspect(..)',
        ...about(operator),
      },
    ]
  })
}
