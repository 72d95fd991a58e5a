import { BOX, type Diagram, type DiagramCommand, type DiagramEdge, type DiagramNode } from '../../shared/index.ts'
import { useGesture } from '../state/gesture.ts'
import { edit } from '../state/session.ts'
import { edgeOf, nodeOf, say, useEditor } from '../state/store.ts'
import { spotOf } from './viewing.ts'

/** One end of an arrow to be: an output of a box. */
export interface From {
  readonly node: string
  readonly output: string
}

/** Why an output cannot lead to an input; undefined when it can. What only the text tells is left to the host. */
export function whyNot(diagram: Diagram, from: From, to: string, port: number): string | undefined {
  const [source, target] = [byKey(diagram, from.node), byKey(diagram, to)]
  if (!source || !target) return 'It is not there any more.'
  const common = whyNoFlow(diagram, source, target)
  if (common !== undefined) return common
  const input = target.inputs.find((other) => other.port === port)
  if (input === undefined) return `${target.name} has no such input.`
  const taken = !input.open && diagram.edges.some((edge) => edge.target === to && edge.port === port)
  if (taken && target.kind !== 'union')
    return `${target.name} has an input already: disconnect that first, or put a union before it.`
  return undefined
}

/** Why an arrow cannot begin at another output. */
export function whyNotFrom(diagram: Diagram, edge: DiagramEdge, from: From): string | undefined {
  const [source, target] = [byKey(diagram, from.node), byKey(diagram, edge.target)]
  if (!source || !target) return 'It is not there any more.'
  if (edge.source === from.node && edge.output === from.output) return `${target.name} reads that already.`
  return whyNoFlow(diagram, source, target)
}

function whyNoFlow(diagram: Diagram, source: DiagramNode, target: DiagramNode): string | undefined {
  if (source.outputs.length === 0) return `Nothing can follow ${source.name}: it is a sink.`
  if (target.inputs.length === 0 && target.shape !== 'open') return `${target.name} has no input: it is a source.`
  if (source.environment !== target.environment) return 'They belong to different jobs.'
  for (const node of [source, target]) {
    if (node.shape === 'group') return `Open ${node.name} first: its operators can be connected, the group cannot.`
    if (node.locked !== undefined && node === target) return node.locked
  }
  if (upstreamOf(diagram, source.key).has(target.key))
    return `${source.name} reads from ${target.name}: a dataflow has no circles.`
  return undefined
}

const byKey = ({ nodes }: Diagram, key: string) => nodes.find((node) => node.key === key)

/** The boxes that lead to one, and itself. Kept for the last one asked about: a connection asks for every box. */
let upstream: { readonly edges: Diagram['edges']; readonly key: string; readonly keys: ReadonlySet<string> } | undefined

function upstreamOf({ edges }: Diagram, key: string): ReadonlySet<string> {
  if (upstream?.edges === edges && upstream.key === key) return upstream.keys
  const into = new Map<string, string[]>()
  for (const { source, target } of edges) into.set(target, [...(into.get(target) ?? []), source])
  const keys = new Set([key])
  for (const reached of keys) for (const source of into.get(reached) ?? []) keys.add(source)
  upstream = { edges, key, keys }
  return keys
}

/** The inputs that an output may lead to, by key of the box. */
export function targetsOf(diagram: Diagram, from: From): Map<string, number[]> {
  const targets = new Map<string, number[]>()
  for (const { key, inputs, shape } of diagram.nodes) {
    const all = shape === 'open' ? [0] : inputs.map(({ port }) => port)
    const ports = all.filter((port) => key !== from.node && whyNot(diagram, from, key, port) === undefined)
    if (ports.length > 0) targets.set(key, ports)
  }
  return targets
}

/** The box at a point of the diagram; also just beside it, where its ports are. */
export function nodeAt(diagram: Diagram, { x, y }: { readonly x: number; readonly y: number }): string | undefined {
  return diagram.nodes.findLast(({ key }) => {
    const spot = spotOf(key)
    return (
      spot &&
      x >= spot.x - BESIDE &&
      x <= spot.x + BOX.width + BESIDE &&
      y >= spot.y - BESIDE &&
      y <= spot.y + BOX.height + BESIDE
    )
  })?.key
}

const BESIDE = 12

/** What connects an output with an input. */
export function connection({ node, output }: From, to: string, port: number): DiagramCommand | undefined {
  const [source, target] = [nodeOf(node), nodeOf(to)]
  if (!source || !target) return undefined
  return {
    command: 'connect',
    from: source.operators.at(-1)!,
    to: target.operators[0],
    ...(output === 'main' ? {} : { output }),
    ...(port === 0 ? {} : { port }),
  }
}

/** What lets an arrow begin at another output. */
export function reconnection({ edge }: DiagramEdge, { node, output }: From): DiagramCommand | undefined {
  const source = nodeOf(node)
  if (!source) return undefined
  return {
    ...{ command: 'reconnect', edge, from: source.operators.at(-1)! },
    ...(output === 'main' ? {} : { output }),
  }
}

/** What lets an arrow lead to another input. */
export function retargeting({ edge, type }: DiagramEdge, to: string, port: number): DiagramCommand | undefined {
  const target = nodeOf(to)
  if (!target) return undefined
  return {
    ...{ command: 'retarget', edge, to: target.operators[0] },
    ...(port === 0 ? {} : { port }),
    ...(type ? { type: type.full } : {}),
  }
}

/** Connects an output with an input, or says why not. */
export async function connect(from: From, to: string, port: number): Promise<boolean> {
  const { diagram } = useEditor.getState()
  return diagram !== undefined && give(whyNot(diagram, from, to, port), connection(from, to, port))
}

/** Lets an arrow begin somewhere else. */
export async function reconnect(key: string, from: From): Promise<boolean> {
  const { diagram } = useEditor.getState()
  const edge = edgeOf(key)
  return !!diagram && !!edge && give(whyNotFrom(diagram, edge, from), reconnection(edge, from))
}

/** Lets an arrow lead somewhere else. */
export async function retarget(key: string, to: string, port: number): Promise<boolean> {
  const { diagram } = useEditor.getState()
  const edge = edgeOf(key)
  if (!diagram || !edge) return false
  return give(whyNot(diagram, { node: edge.source, output: edge.output }, to, port), retargeting(edge, to, port))
}

async function give(reason: string | undefined, command: DiagramCommand | undefined): Promise<boolean> {
  if (reason !== undefined) say(reason, 'warning')
  return reason === undefined && command !== undefined && edit(command)
}

export function beginConnecting(from: From): void {
  const { diagram } = useEditor.getState()
  if (diagram) useGesture.setState({ targets: targetsOf(diagram, from) })
}

export function endConnecting(): void {
  useGesture.setState({ targets: undefined, choosing: undefined, hint: undefined })
}
