import type { DiagramCommand, DiagramEdge, DiagramNode, DiagramType, Outcome } from '../../shared/index.ts'
import { edit, sayErrors } from '../state/session.ts'
import { mayEdit, nodeOf, type Question, say, selectedEdges, selectedNodes, useEditor } from '../state/store.ts'
import { preview } from './previewing.ts'
import { focusOn } from './viewing.ts'
import { goTo } from './walking.ts'

/** How long the checker is waited for; then it is deleted all the same, and told of afterwards. Milliseconds. */
const PATIENCE = 2_000
/** How long somebody waits without being told what for, milliseconds. */
const SILENCE = 400

/**
 * Deletes what is selected, and heals the flow around it: one undo step. Where what is left would have type errors,
 * somebody is asked first.
 */
export async function remove(): Promise<void> {
  const [nodes, edges] = [selectedNodes(), selectedEdges()]
  const command = removal(nodes, edges)
  const { diagram } = useEditor.getState()
  if (command === undefined || !mayEdit() || !diagram) return
  const { version } = diagram
  const neighbour = neighbourOf(nodes, diagram.edges)
  // The box that has the keyboard is about to go.
  focusOn(undefined)
  const answer = preview(version, command).then(errorsOf)
  const errors = typed(nodes, edges) ? await inTime(answer) : []
  if (errors !== undefined && errors.length > 0) {
    const question = { title: titleOf(nodes, edges), errors, command, version, neighbour }
    useEditor.setState({ question, message: undefined })
  } else if ((await carryOut({ command, version, neighbour })) && errors === undefined) sayErrors(await answer)
}

/** Deletes, and selects what stands beside it: keys go on from there. */
export async function carryOut(deletion: Pick<Question, 'command' | 'version' | 'neighbour'>): Promise<boolean> {
  const { command, version, neighbour } = deletion
  const done = await edit(command, undefined, version)
  if (done && neighbour !== undefined && nodeOf(neighbour) && useEditor.getState().adding === undefined) goTo(neighbour)
  return done
}

/** What follows boxes that go; where nothing does, what they read. */
function neighbourOf(nodes: readonly DiagramNode[], edges: readonly DiagramEdge[]): string | undefined {
  const gone = new Set(nodes.map(({ key }) => key))
  const next = edges.find(({ source, target }) => gone.has(source) && !gone.has(target))?.target
  return next ?? edges.find(({ source, target }) => gone.has(target) && !gone.has(source))?.source
}

const errorsOf = (outcome: Outcome): readonly string[] => ('done' in outcome ? outcome.newErrors : [])

/** Undefined: the checker takes too long. */
async function inTime(answer: Promise<readonly string[]>): Promise<readonly string[] | undefined> {
  const telling = setTimeout(() => say('Looking for what this would break …'), SILENCE)
  const late = new Promise<undefined>((resolve) => setTimeout(resolve, PATIENCE))
  const errors = await Promise.race([answer, late])
  clearTimeout(telling)
  return errors
}

/** Whether the open inputs that are left get their type. Otherwise the checker would speak of that alone. */
function typed(nodes: readonly DiagramNode[], edges: readonly DiagramEdge[]): boolean {
  const replaced = nodes.length > 0 ? nodes.filter(({ shape }) => shape === 'source') : edges
  return replaced.every(({ type }) => type !== undefined)
}

function titleOf(nodes: readonly DiagramNode[], edges: readonly DiagramEdge[]): string {
  const [node, more] = nodes
  if (more) return `Delete ${nodes.length} operators?`
  if (node) return `Delete ${node.name}?`
  return edges.length > 1 ? `Delete ${edges.length} arrows?` : 'Delete the arrow?'
}

/** The record types of what goes, for the open inputs that take its place. */
function typesOf<T extends { readonly type?: DiagramType }>(gone: readonly T[], numberOf: (one: T) => number) {
  return Object.fromEntries(gone.flatMap((one) => (one.type ? [[numberOf(one), one.type.full] as const] : [])))
}

function removal(nodes: readonly DiagramNode[], edges: readonly DiagramEdge[]): DiagramCommand | undefined {
  const operators = nodes.flatMap((node) => node.operators)
  if (operators.length > 1)
    return { command: 'removeAll', operators, types: typesOf(nodes, ({ operators: [first] }) => first) }
  const [node] = nodes
  if (node) return { command: 'remove', operator: operators[0], ...(node.type ? { type: node.type.full } : {}) }
  if (edges.length > 1)
    return { command: 'disconnectAll', edges: edges.map(({ edge }) => edge), types: typesOf(edges, ({ edge }) => edge) }
  const [edge] = edges
  return edge && { command: 'disconnect', edge: edge.edge, ...(edge.type ? { type: edge.type.full } : {}) }
}
