import { create } from 'zustand'
import type {
  Debugging,
  Diagram,
  DiagramCommand,
  DiagramEdge,
  DiagramNode,
  Factory,
  Live,
  PaletteEntry,
  StoredDraft,
} from '../../shared/index.ts'

/** Where type-ahead would put what is chosen. `screen` is where its list opens, in the pane's pixels. */
export interface AddRequest {
  /** Behind a node's output (`branch`: beside what reads it already), before its input, on an edge, or by itself. */
  readonly at:
    | { readonly after: string; readonly output?: string; readonly branch?: true }
    | { readonly before: string; readonly port: number }
    | { readonly edge: string }
    | 'canvas'
  readonly screen: { readonly x: number; readonly y: number }
  /** Where the new box goes, in the diagram's pixels; absent: where the layout puts it. */
  readonly drop?: { readonly x: number; readonly y: number }
}

/** A sentence below the diagram: what was refused, or done. */
export interface Message {
  readonly text: string
  readonly tone: 'info' | 'warning'
  /** Counted up, so that the same sentence twice is announced twice. */
  readonly number: number
}

/** What somebody is asked before a command is carried out that breaks the text. */
export interface Question {
  readonly title: string
  /** The type errors it would cause. */
  readonly errors: readonly string[]
  readonly command: DiagramCommand
  /** Of the diagram that the command's numbers are of. */
  readonly version: number
  /** Key of the box to go on from. */
  readonly neighbour: string | undefined
}

/**
 * What the diagram shows. The job itself is the host's: `diagram` is what it sent last, and only selection, view and
 * what is open over the canvas are the diagram's own.
 */
export interface EditorState {
  readonly diagram: Diagram | undefined
  /** What a run of the job does. */
  readonly live: Live | undefined
  /** Breakpoints in boxes, and where threads stand still. */
  readonly debugging: Debugging | undefined
  readonly palette: readonly PaletteEntry[]
  readonly factories: readonly Factory[]
  /** Texts that are being written, by `draftKey`. */
  readonly drafts: ReadonlyMap<string, StoredDraft>
  /** Keys of nodes and edges. */
  readonly selection: ReadonlySet<string>
  /** What is to be brought into view, where it is out of it: another array each time. */
  readonly reveal: readonly string[]
  readonly adding: AddRequest | undefined
  /** The edge whose strategy somebody is choosing, and where the list opens, in the pane's pixels. */
  readonly picking: { readonly edge: string; readonly screen: { readonly x: number; readonly y: number } } | undefined
  readonly question: Question | undefined
  readonly open: {
    readonly palette: boolean
    readonly inspector: boolean
    readonly find: boolean
    readonly keys: boolean
  }
  /** Record types on every edge, not only on the one below the pointer. */
  readonly showTypes: boolean
  readonly message: Message | undefined
}

export const useEditor = create<EditorState>(() => ({
  diagram: undefined,
  live: undefined,
  debugging: undefined,
  palette: [],
  factories: [],
  drafts: new Map(),
  selection: new Set(),
  reveal: [],
  adding: undefined,
  picking: undefined,
  question: undefined,
  open: { palette: false, inspector: false, find: false, keys: false },
  showTypes: false,
  message: undefined,
}))

export function say(text: string, tone: Message['tone'] = 'info'): void {
  useEditor.setState(({ message }) => ({ message: { text, tone, number: (message?.number ?? 0) + 1 } }))
}

export function setOpen(change: Partial<EditorState['open']>): void {
  useEditor.setState(({ open }) => ({ open: { ...open, ...change } }))
}

/** Whether anything may be changed now; if not, says why. */
export function mayEdit(): boolean {
  const { diagram } = useEditor.getState()
  if (diagram === undefined) return false
  const reason =
    diagram.readOnly?.reason ?? (diagram.stale ? 'The text has a syntax error: correct it first.' : undefined)
  if (reason !== undefined) say(reason, 'warning')
  return reason === undefined
}

export function nodeOf(key: string | undefined): DiagramNode | undefined {
  return useEditor.getState().diagram?.nodes.find((node) => node.key === key)
}

export function edgeOf(key: string | undefined): DiagramEdge | undefined {
  return useEditor.getState().diagram?.edges.find((edge) => edge.key === key)
}

export function selectedNodes(): DiagramNode[] {
  const { diagram, selection } = useEditor.getState()
  return diagram?.nodes.filter(({ key }) => selection.has(key)) ?? []
}

export function selectedEdges(): DiagramEdge[] {
  const { diagram, selection } = useEditor.getState()
  return diagram?.edges.filter(({ key }) => selection.has(key)) ?? []
}
