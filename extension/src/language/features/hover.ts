import { type Channel, expand, validate } from 'millrace/graph'
import type { Hover } from 'vscode-languageserver-types'
import { graphOf, type JobEdge, type JobModel, type JobOperator } from '../../document/index.ts'
import { lspRange, nameRange, type OpenJob, operatorAt } from '../open-job.ts'
import { strategyOf } from './inlay-hints.ts'

/** What is drawn of an operator, for who reads its text. */
export function hover(job: OpenJob, place: number): Hover | undefined {
  const operator = operatorAt(job, place)
  if (operator === undefined) return undefined
  const { name, kind, method, description, reason } = operator
  const lines = [
    `**${escaped(name)}** · ${kind === 'opaque' ? 'not read' : method}`,
    ...(description ? [escaped(description)] : []),
    ...(reason ? [`This part of the job is not drawn: ${reason}.`] : []),
    ...[...inputs(job, operator), ...outputs(job, operator), instances(operator)].map((line) => `- ${line}`),
  ]
  return {
    range: lspRange(job.document, nameRange(job, operator)),
    contents: { kind: 'markdown', value: lines.join('\n\n').replaceAll('\n\n- ', '\n- ') },
  }
}

function inputs({ model, types }: OpenJob, { id }: JobOperator): string[] {
  const channels = channelsOf(model)
  return model.edges
    .filter(({ target }) => target === id)
    .map(
      (edge) =>
        `in: ${typed(types?.edges[edge.id]?.full)}from ${escaped(model.operators[edge.source].name)}, ${way(edge, channels)}`,
    )
}

function outputs({ model, types }: OpenJob, { id, kind }: JobOperator): string[] {
  if (kind === 'sink') return []
  const readers = model.edges.filter(({ source }) => source === id)
  const to = [...new Set(readers.map(({ target }) => escaped(model.operators[target].name)))].join(', ')
  return [`out: ${typed(types?.operators[id]?.full)}${to === '' ? 'nobody reads it' : `to ${to}`}`]
}

function instances({ parallelism, parallelismText, parallelismOrigin }: JobOperator): string {
  if (parallelismText !== undefined) return `instances: \`${parallelismText}\``
  const why = { operator: 'set here', environment: "the Environment's", default: 'the default', fixed: 'fixed' }
  const origin = why[parallelismOrigin as keyof typeof why]
  return `${count(parallelism, 'instance')}${origin ? ` (${origin})` : ''}`
}

function way(edge: JobEdge, channels: ReadonlyMap<number, readonly Channel[]> | undefined): string {
  const own = channels?.get(edge.id)
  const strategy = `${strategyOf(edge)}${edge.written ? '' : ' by default'}`
  if (own === undefined || edge.uncertain) return strategy.replace('default by default', 'by default')
  const chained = own.length > 0 && own.every((channel) => channel.chained)
  return `${strategy}, ${count(own.length, 'channel')}${chained ? ', chained: a function call' : ''}`
}

/** So many pairs of instances are counted. */
const MOST_PAIRS = 100_000
const known = new WeakMap<JobModel, ReadonlyMap<number, readonly Channel[]> | undefined>()

/** By the model's edges: the channels of the physical graph. None for a job that is not valid, or enormous. */
function channelsOf(model: JobModel): ReadonlyMap<number, readonly Channel[]> | undefined {
  if (!known.has(model)) known.set(model, expanded(model))
  return known.get(model)
}

function expanded(model: JobModel): ReadonlyMap<number, readonly Channel[]> | undefined {
  const channels = new Map<number, Channel[]>()
  const instances = (id: number) => model.operators[id].parallelism
  const pairs = model.edges.reduce((sum, edge) => sum + instances(edge.source) * instances(edge.target), 0)
  if (pairs > MOST_PAIRS) return undefined
  for (const { id } of model.environments) {
    const { graph } = graphOf(model, id)
    const edges = model.edges.filter((edge) => model.operators[edge.target].environment === id)
    if (validate(graph).some(({ severity }) => severity === 'error')) continue
    for (const edge of edges) channels.set(edge.id, [])
    for (const channel of expand(graph, { threads: 1, buildTime: 0, chaining: true }).channels) {
      channels.get(edges[channel.edgeId].id)!.push(channel)
    }
  }
  return channels
}

function typed(type: string | undefined): string {
  return type === undefined ? '' : `\`${type}\` `
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`
}

function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|]/g, '\\$&')
}
