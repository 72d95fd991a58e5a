import { create } from 'zustand'
import { type FromPhysicalGraph, host, type PhysicalGraphNumbers, type ToPhysicalGraph } from '../../shared/index.ts'
import type { View } from './camera.ts'
import { ChannelReports, FEW_CHANNELS } from './channels.ts'
import { laneOf, skewOf } from './reading.ts'
import { sameThing, type Thing } from './thing.ts'

type Shown = Extract<ToPhysicalGraph, { type: 'graph' | 'nothing' }>

interface GraphState {
  /** Undefined: the host has not spoken yet. */
  readonly shown?: Shown
  readonly numbers?: PhysicalGraphNumbers
  readonly channels?: ChannelReports
  readonly skew?: readonly (readonly number[] | undefined)[]
  readonly selected?: Thing
  readonly hovered?: Thing
  readonly focused?: Thing
  readonly tables: boolean
  readonly legend: boolean
}

/** What stays when the view is hidden and shown again. */
interface Kept {
  readonly job?: number
  readonly view?: View
  readonly selected?: Thing
  readonly tables: boolean
  readonly legend: boolean
}

const theHost = host<FromPhysicalGraph, ToPhysicalGraph>()
/** A low view has no room for explanations. */
const LOW = 360

const kept = (theHost.state() ?? { tables: false, legend: window.innerHeight >= LOW }) as Kept
let view = kept.view

export const useGraph = create<GraphState>(() => ({ tables: kept.tables, legend: kept.legend }))

/** The part of the graph that somebody had chosen when the view was hidden. */
export const keptView = kept.view

export function keepView(chosen: View | undefined): void {
  view = chosen
  keep()
}

/** Begins to listen, and says so. */
export function start(): void {
  theHost.onMessage(receive)
  theHost.post({ type: 'ready', ...(kept.job === undefined ? {} : { job: kept.job }) })
}

function receive(message: ToPhysicalGraph): void {
  const { shown, selected } = useGraph.getState()
  if (message.type === 'numbers') {
    if (shown?.type !== 'graph' || !shown.graph) return
    const { graph } = shown
    const { numbers, channels } = message
    useGraph.setState({
      numbers,
      channels: channels && new ChannelReports(channels),
      skew: graph.lanes.map((lane) => skewOf(graph, lane, numbers)),
    })
    return
  }
  // What somebody looks at stays chosen in a graph of the same form, and its last numbers when its run has ended.
  const same = shape(shown) !== undefined && shape(shown) === shape(message)
  const first = shown === undefined && message.type === 'graph' && holds(message, kept.selected)
  const rest = same && message.type === 'graph' && message.of === 'ended' ? {} : nothingKnown
  useGraph.setState({
    ...rest,
    shown: message,
    selected: same ? selected : first ? kept.selected : undefined,
    hovered: undefined,
    focused: same ? useGraph.getState().focused : undefined,
  })
  watch()
}

const nothingKnown = { numbers: undefined, channels: undefined, skew: undefined }

function shape(shown: Shown | undefined): string | undefined {
  if (shown?.type !== 'graph' || !shown.graph) return undefined
  const { lanes, bundles, operators } = shown.graph
  const sizes = lanes.map(({ operators, parallelism }) => [operators, parallelism])
  return JSON.stringify([
    shown.file,
    shown.job,
    operators,
    sizes,
    bundles.map(({ edgeId, from, to }) => [edgeId, from, to]),
  ])
}

function holds({ graph }: Extract<Shown, { type: 'graph' }>, thing: Thing | undefined): boolean {
  if (!graph || !thing) return false
  if (thing.kind === 'bundle') return thing.bundle < graph.bundles.length
  return thing.kind === 'lane' ? thing.lane < graph.lanes.length : thing.task < graph.threadOf.length
}

export function select(selected: Thing | undefined): void {
  useGraph.setState({ selected, focused: selected ?? useGraph.getState().focused })
  watch()
  keep()
}

export function focus(focused: Thing | undefined): void {
  useGraph.setState({ focused })
  watch()
}

export function hover(hovered: Thing | undefined): void {
  if (sameThing(hovered, useGraph.getState().hovered)) return
  useGraph.setState({ hovered })
  watch()
}

export function setTables(tables: boolean): void {
  useGraph.setState({ tables })
  keep()
}

export function setLegend(legend: boolean): void {
  useGraph.setState({ legend })
  keep()
}

export function chooseJob(job: number): void {
  theHost.post({ type: 'job', job })
}

export function reveal(operatorId: number, where: 'diagram' | 'text'): void {
  theHost.post({ type: 'reveal', operatorId, where })
}

export function showRecords(edgeId: number): void {
  theHost.post({ type: 'records', edgeId })
}

let watching = ''
let timer: number | undefined

/** Says which channels are looked at: first what is chosen, then what is open anyway. Not at every move of the pointer. */
function watch(): void {
  window.clearTimeout(timer)
  timer = window.setTimeout(() => {
    const { shown, selected, hovered, focused } = useGraph.getState()
    if (shown?.type !== 'graph' || !shown.graph || shown.of === 'text') {
      watching = ''
      return
    }
    const { graph } = shown
    const edges = new Set<number>()
    for (const thing of [selected, hovered, focused]) {
      if (thing?.kind === 'bundle') edges.add(graph.bundles[thing.bundle].edgeId)
      if (thing?.kind !== 'task') continue
      const lane = laneOf(graph, thing.task)
      for (const { edgeId, from, to } of graph.bundles) if (from === lane || to === lane) edges.add(edgeId)
    }
    for (const { edgeId, channels } of graph.bundles) if (channels <= FEW_CHANNELS) edges.add(edgeId)
    const task = selected?.kind === 'task' ? { task: selected.task } : {}
    const message: FromPhysicalGraph = { type: 'watch', edges: [...edges], ...task }
    if (JSON.stringify(message) === watching) return
    watching = JSON.stringify(message)
    theHost.post(message)
  }, 150)
}

function keep(): void {
  const { shown, selected, tables, legend } = useGraph.getState()
  const job = shown?.type === 'graph' ? { job: shown.job } : {}
  theHost.keep({ ...job, view, selected, tables, legend } satisfies Kept)
}
