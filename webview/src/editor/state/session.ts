import {
  changedDiagram,
  type DiagramCommand,
  type DraftPlace,
  type Outcome,
  type ToDiagram,
} from '../../shared/index.ts'
import type { HostClient } from './host-client.ts'
import { remember, remembered } from './remembered.ts'
import { share } from './share.ts'
import { mayEdit, say, useEditor } from './store.ts'

let client: HostClient | undefined

/** The host; there is one for the life of the page. */
export function theHost(): HostClient {
  if (client === undefined) throw new Error('the diagram is not connected')
  return client
}

/** Connects the store with the host: from then on it shows what the host sends. */
export function connect(host: HostClient): void {
  client = host
  host.onMessage(take)
  host.tell({ type: 'ready', pane: { width: window.innerWidth, height: window.innerHeight } })
}

function take(message: ToDiagram): void {
  if (message.type === 'welcome') {
    const drafts = new Map(message.drafts.map((draft) => [draftKey(draft), draft]))
    useEditor.setState({ palette: message.palette, factories: message.factories, drafts })
  } else if (message.type === 'diagram' || message.type === 'diagramChanged') {
    useEditor.setState(({ diagram, selection }) => {
      // Sent to the page that was here before this one was loaded: the whole diagram comes for this one.
      if (message.type === 'diagramChanged' && diagram === undefined) return {}
      const sent = message.type === 'diagram' ? message.diagram : changedDiagram(diagram!, message.change)
      const next = share(diagram, sent)
      const there = new Set([...next.nodes, ...next.edges].map(({ key }) => key))
      // Boxes come when they have places; what was selected before the page was loaded waits for them.
      const returns = selection.size === 0 && (diagram === undefined || diagram.nodes.length === 0)
      const chosen = returns ? new Set(remembered().selection) : selection
      const left = [...chosen].filter((key) => there.has(key))
      return { diagram: next, selection: left.length === chosen.size ? chosen : new Set(left) }
    })
  } else if (message.type === 'live') {
    useEditor.setState({ live: message.live ?? undefined })
  } else if (message.type === 'debugging') {
    useEditor.setState({ debugging: message.debugging })
  } else if (message.type === 'select') {
    useEditor.setState({ selection: new Set(message.keys), ...(message.reveal ? { reveal: message.keys } : {}) })
    remember({ selection: message.keys })
  }
}

/** Selects as a person does: the text follows. */
export function select(keys: Iterable<string>): void {
  const selection = new Set(keys)
  useEditor.setState({ selection })
  tellSelection()
}

/** Has the text follow the selection. */
export function tellSelection(): void {
  const { selection } = useEditor.getState()
  remember({ selection: [...selection] })
  theHost().tell({ type: 'selected', keys: [...selection], byPerson: true })
}

/**
 * Has a command carried out, and says what it came to where that is not plain to see.
 *
 * @param at where a person dropped what is added
 * @param version of the diagram that the command's numbers are of
 * @returns whether it was carried out
 */
export async function edit(
  command: DiagramCommand,
  at?: { readonly x: number; readonly y: number },
  version = useEditor.getState().diagram?.version,
): Promise<boolean> {
  if (!mayEdit() || version === undefined) return false
  // What was said of the last action is over.
  useEditor.setState({ message: undefined })
  return told(theHost().request('edit', { version, command, ...(at ? { at } : {}) }))
}

/** Waits for an outcome, and says it where that is not plain to see. */
export async function told(answer: Promise<Outcome>): Promise<boolean> {
  try {
    const outcome = await answer
    if ('refused' in outcome) {
      say(sentence(outcome.refused), 'warning')
      return false
    }
    sayErrors(outcome.newErrors)
    return true
  } catch (error) {
    say(error instanceof Error ? error.message : String(error), 'warning')
    return false
  }
}

/** Says which type errors something has caused. */
export function sayErrors(errors: readonly string[]): void {
  const { length } = errors
  if (length > 0) say(`${length === 1 ? 'One type error' : `${length} type errors`}: ${errors[0]}`, 'warning')
}

/**
 * Keeps what somebody is writing with the host, which has it when the page is gone.
 *
 * @param text undefined: it is given up, or applied
 * @param written the text of the job that it stands for; null: it stands for none
 */
export function keepDraft(place: DraftPlace, text: string | undefined, written: string | null = text ?? null): void {
  const draft = text === undefined ? place : { ...place, text, written }
  useEditor.setState(({ drafts }) => {
    const next = new Map(drafts)
    if ('text' in draft) next.set(draftKey(place), draft)
    else next.delete(draftKey(place))
    return { drafts: next }
  })
  theHost().tell({ type: 'draft', draft })
}

export function draftKey({ node, part }: DraftPlace): string {
  return JSON.stringify([node, ...(typeof part === 'string' ? [part] : [part.argument, part.of, part.inside])])
}

/** A reason of the host as a person reads it. */
export function sentence(reason: string): string {
  return `${reason[0].toUpperCase()}${reason.slice(1)}${/[.!?]$/.test(reason) ? '' : '.'}`
}
