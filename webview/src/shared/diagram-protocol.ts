import type { Debugging } from './debugging.ts'
import type { Diagram, DiagramArgument, Stretch } from './diagram.ts'
import type { DiagramChange } from './diagram-change.ts'
import type { DiagramCommand } from './diagram-commands.ts'
import type { Live } from './live.ts'

/** What a command came to. */
export type Outcome = Done | { readonly refused: string }

export interface Done {
  readonly done: true
  /** Type errors that were not there before. */
  readonly newErrors: readonly string[]
}

export interface Edited extends Done {
  /** The version of the text that was changed: what was done is in the diagrams of later ones. */
  readonly edited: number
}

export type DraftQuestion =
  /** What is wrong inside of the draft. */
  | { readonly about: 'check' }
  /** What is at an offset of the draft. */
  | { readonly about: 'hover'; readonly offset: number }
  | { readonly about: 'complete'; readonly offset: number }

/** Offsets count from the beginning of the draft. */
export interface DraftAnswer {
  readonly problems?: readonly { readonly range: Stretch; readonly message: string }[]
  readonly hover?: { readonly range: Stretch; readonly text: string } | null
  readonly completions?: readonly { readonly label: string; readonly kind: string }[]
}

/** Which text a draft is of: a part of an operator, an edge or a job. */
export interface DraftPlace {
  /** The node's key, or the edge's; `environment:0` for the settings of a job. */
  readonly node: string
  readonly part: 'name' | 'uid' | 'slotGroup' | 'description' | 'parallelism' | 'strategy' | DraftArgument
}

export interface DraftArgument {
  /** Counted from 0. */
  readonly argument: number
  /** The call that leads to the operator's own whose argument it is. */
  readonly of?: string
  /** Which part of the argument has a field of its own: `size` of `sliding({ size: 60_000 })`. */
  readonly inside?: string
}

export interface StoredDraft extends DraftPlace {
  /** What stands in the field. */
  readonly text: string
  /** The text of the job that it stands for: `10_000` for `10 s`. Null: it stands for none. */
  readonly written: string | null
}

/** A function that makes a source, a sink, a window or a trigger, for use as an argument. */
export interface Factory {
  readonly factory: string
  readonly makes: 'source' | 'sink' | 'window' | 'trigger'
  readonly arguments: readonly DiagramArgument[]
  readonly icon: string
  readonly help: string
}

export interface Move {
  readonly key: string
  readonly x: number
  readonly y: number
}

/** What the diagram asks the host for. Each is answered once, or fails with a sentence. */
export interface Requests {
  /**
   * Carries out a command as one undo step. `version` is the diagram's that the command's numbers are of; against an
   * older text it is planned anew, or refused.
   */
  readonly edit: {
    readonly params: {
      readonly version: number
      readonly command: DiagramCommand
      /** Where a person dropped what is added. */
      readonly at?: { readonly x: number; readonly y: number }
    }
    readonly result: Edited | { readonly refused: string }
  }
  /** What `edit` would come to; nothing is changed. */
  readonly preview: {
    readonly params: { readonly version: number; readonly command: DiagramCommand }
    readonly result: Outcome
  }
  /** Puts boxes where a person dropped them: one undo step. */
  readonly move: { readonly params: { readonly moves: readonly Move[] }; readonly result: Outcome }
  /** Forgets where a person put boxes (all, or these), and arranges them: one undo step. */
  readonly arrange: { readonly params: { readonly keys?: readonly string[] }; readonly result: Outcome }
  /** Puts the TypeScript of operators on the clipboard; cut removes them too. */
  readonly copy: {
    readonly params: { readonly version: number; readonly operators: readonly number[]; readonly cut: boolean }
    readonly result: Outcome
  }
  /** Adds streams from TypeScript text; without text from the clipboard. */
  readonly paste: {
    readonly params: { readonly text?: string; readonly at?: { readonly x: number; readonly y: number } }
    readonly result: Outcome
  }
  /** What TypeScript says of an argument that is being written; null when the text has moved on. */
  readonly draft: {
    readonly params: {
      readonly version: number
      readonly operator: number
      readonly argument: number
      readonly of?: string
      readonly text: string
      readonly question: DraftQuestion
    }
    readonly result: DraftAnswer | null
  }
  /** Lets a person choose a file; its path as the job's text would write it. Null: none was chosen. */
  readonly pickFile: { readonly params: { readonly current?: string }; readonly result: string | null }
  /** Asks where to, and writes a file. Null: nowhere. */
  readonly saveFile: {
    readonly params: { readonly name: string; readonly content: string; readonly base64?: true }
    readonly result: string | null
  }
}

export type RequestName = keyof Requests

/** What the diagram tells the host. */
export type FromDiagram =
  /** It is there and draws nothing yet. */
  | { readonly type: 'ready'; readonly pane: { readonly width: number; readonly height: number } }
  | {
      readonly [Name in RequestName]: {
        readonly type: 'request'
        readonly id: number
        readonly name: Name
        readonly params: Requests[Name]['params']
      }
    }[RequestName]
  /** The keys of what is selected. `byPerson`: show it in the text, without taking the focus. */
  | { readonly type: 'selected'; readonly keys: readonly string[]; readonly byPerson: boolean }
  | { readonly type: 'openGroup'; readonly key: string; readonly open: boolean }
  | { readonly type: 'turn'; readonly direction: 'right' | 'down' }
  /** Goes to the text of a node, or to a line of the text (counted from 1). */
  | { readonly type: 'showText'; readonly key: string }
  | { readonly type: 'showLine'; readonly line: number }
  /** A text that somebody is writing; without text: it was given up, or applied. */
  | { readonly type: 'draft'; readonly draft: StoredDraft | DraftPlace }
  | { readonly type: 'copyText'; readonly text: string }
  /** Calls the function of the operator that failed again with its record, under the debugger. */
  | { readonly type: 'debugRecord'; readonly run: number }
  /** Sets a breakpoint where the function of a box begins, or takes its breakpoints away. */
  | { readonly type: 'toggleBreakpoint'; readonly key: string }
  /** Shows nothing more of a run that has ended. */
  | { readonly type: 'forgetRun'; readonly run: number }
  /** Shows what flows along an arrow, or out of a box, in the view Records. */
  | { readonly type: 'showRecords'; readonly edge: string }
  /** Runs what is upstream of a box for its first records. */
  | { readonly type: 'previewRecords'; readonly key: string }
  | { readonly type: 'command'; readonly command: 'restart' | 'newJob' | 'openSample' }

/** What a command of VS Code asks of the diagram that is in front. */
export type Act =
  | 'find'
  | 'fit'
  | 'fitSelection'
  | 'add'
  | 'selectAll'
  | 'shortcuts'
  | 'exportSvg'
  | 'exportPng'
  | 'copyMermaid'
  | 'showTypes'
  | 'arrange'

/** What the host tells the diagram. */
export type ToDiagram =
  /** First of all, and again after a reload: what can be drawn, and what somebody was writing. */
  | {
      readonly type: 'welcome'
      readonly palette: readonly PaletteEntry[]
      readonly factories: readonly Factory[]
      readonly drafts: readonly StoredDraft[]
    }
  | { readonly type: 'diagram'; readonly diagram: Diagram }
  /** Against the diagram that was sent before. */
  | { readonly type: 'diagramChanged'; readonly change: DiagramChange }
  | { readonly type: 'answer'; readonly id: number; readonly result: unknown }
  | { readonly type: 'failed'; readonly id: number; readonly message: string }
  /** The cursor in the text, a tree, or an edit says what is selected. `reveal`: bring it into view. */
  | { readonly type: 'select'; readonly keys: readonly string[]; readonly reveal: boolean }
  | { readonly type: 'act'; readonly act: Act }
  /** What a run of the job does. Null: nothing is shown of any. */
  | { readonly type: 'live'; readonly live: Live | null }
  | { readonly type: 'debugging'; readonly debugging: Debugging }

/** One entry of the palette: an operator, a source, a sink, a window or a partition strategy of the catalogue. */
export interface PaletteEntry {
  /** Unique in the palette. */
  readonly id: string
  readonly group: 'source' | 'transformation' | 'keyed' | 'window' | 'join' | 'sink' | 'strategy'
  /** What it is called: `Map`, `From file`. */
  readonly title: string
  readonly help: string
  readonly icon: string
  /** The method to add, with the arguments that differ from its defaults. */
  readonly method: string
  readonly arguments?: readonly string[]
  /** What it is called on: `environment`, `stream`, `keyed`, .. */
  readonly on: string
  readonly yields: string
  /** Record types that it takes, where it does not take any: as TypeScript writes them. */
  readonly keepsType: boolean
  readonly strategy?: string
}
