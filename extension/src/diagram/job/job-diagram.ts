import type { Diagram, DiagramCommand, Direction, Done, Edited, Move, Outcome } from 'millrace-webview/shared'
import { type Command, type JobModel, type TextRange, tracesOf } from '../../document/index.ts'
import type {
  DraftAnswer,
  DraftParams,
  JobTypes,
  LayoutAnswer,
  LayoutParams,
  PlanAnswer,
  PlanParams,
  TextOfParams,
  VersionedModel,
} from '../../language/index.ts'
import { parseSidecar, serializeSidecar } from '../../layout/index.ts'
import { type Drawn, drawn } from '../drawing/diagram.ts'
import { carryTypes } from '../drawing/types.ts'
import { Arrangement } from './arrangement.ts'
import { changedKey } from './changed-key.ts'
import { type DraftEdits, Drafts } from './drafts.ts'
import { EditQueue } from './edit-queue.ts'
import type { JobText, SidecarFile } from './job-text.ts'
import { Placements } from './placements.ts'
import { operatorAt, operatorsMade, problemsByOperator, type TextProblem } from './places.ts'

/** What the language server does for a diagram. */
export interface DiagramLanguage {
  plan(params: PlanParams): Promise<PlanAnswer | undefined>
  layout(params: LayoutParams): Promise<LayoutAnswer | undefined>
  draft(params: DraftParams): Promise<DraftAnswer | undefined>
  textOf(params: TextOfParams): Promise<{ readonly text: string } | { readonly refused: string } | undefined>
}

/** Who shows a diagram. */
export interface DiagramWatcher {
  diagram(diagram: Diagram): void
  select(keys: readonly string[], reveal: boolean): void
}

/** What people want to go on with; who edits what is there has selected what they want. */
const ADDS = new Set<Command['command']>(['addOperator', 'paste', 'duplicate', 'duplicateAll', 'newEnvironment'])

/** How often a command is planned anew because the text changed in the meantime. */
const TRIES = 4

/**
 * One job's diagram, for all that show it: follows the text, the checker, the problems and the layout, and turns what
 * people do into edits of the text. It is the only one that knows the job; who shows it has copies.
 */
export class JobDiagram {
  readonly drafts = new Drafts()
  private readonly text: JobText
  private readonly language: DiagramLanguage
  private readonly sidecar: SidecarFile
  private readonly watchers = new Set<DiagramWatcher>()
  private readonly queue = new EditQueue()
  private readonly placements = new Placements()
  private readonly arrangement: Arrangement
  private readonly open = new Set<string>()
  private latest: VersionedModel | undefined
  /** The last one whose text was whole. */
  private whole: VersionedModel | undefined
  private types: JobTypes | undefined
  private problems: readonly TextProblem[] = []
  private shown: Drawn | undefined
  private direction: Direction | undefined
  /** What an edit of ours has made, and where it goes; known when the model of its text has come. */
  private made: { readonly from: number; readonly range: TextRange; readonly at?: { x: number; y: number } } | undefined
  /** The file beside the job as it is known to be. */
  private stored: string | undefined
  private sidecarNotice: string | undefined
  private trouble: Diagram['readOnly']

  constructor(text: JobText, language: DiagramLanguage, sidecar: SidecarFile) {
    this.text = text
    this.language = language
    this.sidecar = sidecar
    this.arrangement = new Arrangement(async (request) => {
      const { uri, version } = this.text
      return (await language.layout({ uri, version, diagram: request }))?.layout
    })
  }

  /** What the text says, or said when it was last whole. */
  get model(): JobModel | undefined {
    return this.whole?.model
  }

  /** @returns what stops it */
  watch(watcher: DiagramWatcher): () => void {
    this.watchers.add(watcher)
    const diagram = this.diagram()
    if (diagram) watcher.diagram(diagram)
    return () => this.watchers.delete(watcher)
  }

  /** The first pane that shows the diagram decides which way it runs. */
  suits(pane: { readonly width: number; readonly height: number }): void {
    if (this.direction !== undefined) return
    this.direction = pane.width >= 1.2 * pane.height ? 'right' : 'down'
    void this.draw()
  }

  turn(direction: Direction): void {
    if (this.direction === direction) return
    this.direction = direction
    void this.draw({ anew: true })
  }

  openGroup(key: string, open: boolean): void {
    if (open) this.open.add(key)
    else this.open.delete(key)
    void this.draw({ edited: key })
  }

  /** The language server is gone (it says how), or there again. */
  setTrouble(trouble: Diagram['readOnly']): void {
    this.trouble = trouble
    this.publish()
  }

  setProblems(problems: readonly TextProblem[]): void {
    this.problems = problems
    this.redraw()
  }

  /** The language server has read the text, or its types have come. */
  take(versioned: VersionedModel): void {
    if (this.latest && versioned.version < this.latest.version) return
    this.latest = versioned
    const { model, version, types } = versioned
    if (model.syntaxError && this.whole) {
      this.publish()
      return
    }
    this.types = types ?? (this.whole && this.types ? carryTypes(this.whole.model, this.types, model) : undefined)
    this.whole = versioned
    const traces = tracesOf(model)
    this.placements.follow(model.operators.map(({ key }, index) => ({ key, trace: traces[index] })))
    this.drafts.follow(model)
    const { made } = this
    if (made && version > made.from) {
      this.made = undefined
      const keys = operatorsMade(model, made.range).map(({ key }) => key)
      if (keys.length > 0) {
        if (made.at) this.placements.put(keys[0], made.at)
        void this.draw().then(() => this.tell(keys, true))
        return
      }
    }
    void this.draw()
  }

  /**
   * The text has changed.
   *
   * @param same it reads as before: what was done, undone or done again is a move
   */
  changed(by: 'undo' | 'redo' | 'edit', same: boolean): void {
    const layout = this.placements.textChanged(by, same, this.arrangement.layout)
    if (layout) this.arrangement.layout = layout
    if (same) void this.draw()
  }

  /** The text is as it was saved: everything since is gone. */
  reverted(): void {
    void this.draw({ anew: this.placements.revert() })
  }

  /** Reads the file beside the job: at first, and when it has changed on disk. */
  async readSidecar(): Promise<void> {
    const text = await this.sidecar.read()
    if (text === this.stored) return
    this.stored = text
    const parsed = parseSidecar(text ?? '', this.sidecar.name)
    this.sidecarNotice = 'notice' in parsed ? parsed.notice : undefined
    this.placements.load('notice' in parsed ? { operators: [] } : parsed)
    await this.draw()
  }

  /** Writes the file beside the job, when the job was saved. It is only written when it says something else. */
  async writeSidecar(): Promise<void> {
    await this.read()
    const sidecar = this.placements.sidecar()
    if (this.sidecarNotice !== undefined) {
      if (!sidecar || !(await this.sidecar.askToReplace(this.sidecarNotice))) return
      this.sidecarNotice = undefined
    }
    const text = sidecar && serializeSidecar(sidecar)
    this.placements.saved(sidecar)
    if (text === this.stored) return
    this.stored = text
    await this.sidecar.write(text)
    this.publish()
  }

  /** The cursor in the text has moved. */
  cursorAt(offset: number): void {
    if (!this.latest || this.latest.version !== this.text.version || this.latest !== this.whole) return
    const operator = operatorAt(this.latest.model, offset)
    if (operator) this.tell([operator.key], true)
  }

  /** Where the text of a box is, in the present text; undefined when it is not known. */
  rangeOf(key: string): TextRange | undefined {
    if (!this.whole || this.whole.version !== this.text.version) return undefined
    const { operators } = this.whole.model
    const node = this.shown?.nodes.find((shown) => shown.key === key)
    return operators[node?.operators[0] ?? -1]?.range ?? operators.find((operator) => operator.key === key)?.range
  }

  edit(
    version: number,
    command: Command | DiagramCommand,
    at?: { readonly x: number; readonly y: number },
  ): Promise<Edited | { readonly refused: string }> {
    return this.queue.run(async () => {
      const answer = await this.planAndApply({ uri: this.text.uri, version, command })
      if ('refused' in answer) return answer
      if (answer.select && ADDS.has(command.command))
        this.made = { from: answer.version, range: answer.select, ...(at ? { at } : {}) }
      if (this.made && this.latest && this.latest.version > answer.version) this.take(this.latest)
      return { ...done(answer), edited: answer.version }
    })
  }

  async preview(version: number, command: DiagramCommand): Promise<Outcome> {
    const answer = await this.language.plan({ uri: this.text.uri, version, command, check: true })
    if (answer === undefined) return { refused: 'the text is not open any more' }
    return 'refused' in answer ? answer : done(answer)
  }

  /** Boxes were dropped elsewhere: a step of the text's undo stack that changes none of its bytes. */
  move(moves: readonly Move[]): Promise<Outcome> {
    return this.place(new Map(moves.map(({ key, x, y }) => [key, { x, y }])))
  }

  async arrangeAnew(keys: readonly string[] | undefined): Promise<Outcome> {
    const placed = (keys ?? this.shown?.nodes.map(({ key }) => key) ?? []).filter((key) => this.placements.get(key))
    const outcome = placed.length === 0 ? NOTHING : await this.place(new Map(placed.map((key) => [key, undefined])))
    if ('done' in outcome) await this.draw({ anew: true })
    return outcome
  }

  /** The edits that apply what somebody is writing: for a save that would come too early otherwise. */
  async draftEdits(): Promise<DraftEdits> {
    const { whole } = this
    if (!whole) return { edits: [], drafts: [] }
    return this.drafts.edits(whole.model, async (command) => {
      const answer = await this.language.plan({ uri: this.text.uri, version: whole.version, command })
      if (answer === undefined || 'refused' in answer || answer.version !== this.text.version) return undefined
      return answer.edits
    })
  }

  /** The TypeScript of operators. */
  async textOf(version: number, operators: readonly number[]): Promise<string | { readonly refused: string }> {
    const answer = await this.language.textOf({ uri: this.text.uri, version, operators })
    if (answer === undefined) return { refused: 'the text is changing: copy it again' }
    return 'refused' in answer ? answer : answer.text
  }

  /** Adds streams from TypeScript text to the first job. */
  paste(text: string, at?: { readonly x: number; readonly y: number }): Promise<Outcome> {
    if (text.trim() === '') return Promise.resolve({ refused: 'there is no text on the clipboard' })
    return this.edit(this.latest?.version ?? this.text.version, { command: 'paste', text, environment: 0 }, at)
  }

  draft(params: Omit<DraftParams, 'uri'>): Promise<DraftAnswer | undefined> {
    return this.language.draft({ ...params, uri: this.text.uri })
  }

  private place(changes: ReadonlyMap<string, { x: number; y: number } | undefined>): Promise<Outcome> {
    return this.queue.run(async () => {
      const [first] = changes.keys()
      for (let tries = 0; tries < TRIES; tries++) {
        const range = this.rangeOf(first)
        // The model of a text that was just changed comes in a moment.
        if (range === undefined) {
          await new Promise((resolve) => setTimeout(resolve, 50))
          continue
        }
        const { offset } = range
        const edit = { offset, length: 1, text: this.text.charAt(offset) }
        this.placements.move(changes, this.arrangement.layout)
        if (await this.text.apply(this.text.version, [edit])) {
          await this.draw()
          return NOTHING
        }
        this.placements.undone()
      }
      return { refused: this.text.readOnly ?? 'the text is changing: move it again' }
    })
  }

  /** Resolves when the text as it is now has been read; a server that does not answer is not waited for for ever. */
  private async read(): Promise<void> {
    for (let tries = 0; tries < 100 && this.latest && this.latest.version < this.text.version; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  private async planAndApply(params: PlanParams) {
    for (let tries = 0; tries < TRIES; tries++) {
      const answer = await this.language.plan(params)
      if (answer === undefined) return { refused: 'the text is not open any more' }
      if ('refused' in answer) return answer
      if (answer.edits.length === 0) return answer
      if (await this.text.apply(answer.version, answer.edits)) return answer
    }
    return { refused: this.text.readOnly ?? 'the text is changing: do it again' }
  }

  /** Draws the model anew, lays it out where that is needed, and shows it. */
  private async draw({ edited, anew = false }: { edited?: string; anew?: boolean } = {}): Promise<void> {
    const before = this.shown
    this.redraw(false)
    const { shown, direction } = this
    if (!shown || !direction) return
    const placed = (key: string) => this.placements.get(key)
    if (anew || !this.arrangement.fits(shown, direction, placed)) {
      await this.arrangement.arrange(shown, direction, placed, { edited: edited ?? changedKey(before, shown), anew })
    }
    this.publish()
  }

  private redraw(publish = true): void {
    if (!this.whole) return
    const { model } = this.whole
    const problems = problemsByOperator(model, this.problems)
    this.shown = drawn(model, { types: this.types, problems }, this.open)
    if (publish) this.publish()
  }

  private publish(): void {
    const diagram = this.diagram()
    if (diagram) for (const watcher of this.watchers) watcher.diagram(diagram)
  }

  private tell(keys: readonly string[], reveal: boolean): void {
    const shown = this.shown?.nodes ?? []
    const operators = this.whole?.model.operators ?? []
    const boxes = keys.flatMap((key) => {
      const id = operators.find((operator) => operator.key === key)?.id ?? -1
      return shown.find((node) => node.key === key || node.operators.includes(id))?.key ?? []
    })
    for (const watcher of this.watchers) watcher.select(boxes, reveal)
  }

  private diagram(): Diagram | undefined {
    const { shown, whole, latest, direction } = this
    if (!shown || !whole || !latest || !direction) return undefined
    const spots = this.arrangement.spots((key) => this.placements.get(key))
    const { model } = latest
    const empty = model.environments.length === 0 && !model.isJob && this.isBlank
    const notices = [
      ...whole.model.unread.map(({ message }) => `Not drawn: ${message}.`),
      ...(this.sidecarNotice ? [this.sidecarNotice] : []),
      ...(this.arrangement.failed ? [this.arrangement.failed] : []),
    ]
    const { syntaxError } = model
    const reason = this.text.readOnly
    const readOnly = this.trouble ?? (reason === undefined ? undefined : { reason })
    return {
      version: whole.version,
      ...shown,
      // A box that came while a layout was under way waits for it.
      nodes: shown.nodes.filter(({ key }) => spots[key]),
      edges: shown.edges.filter(({ source, target }) => spots[source] && spots[target]),
      // While it is turned the boxes stand as they stood.
      ...{ spots, direction: this.arrangement.layout?.direction ?? direction, notices, isJob: model.isJob, empty },
      ...(syntaxError
        ? { stale: { message: syntaxError.message, line: this.text.lineAt(syntaxError.range.offset) + 1 } }
        : {}),
      ...(readOnly ? { readOnly } : {}),
    }
  }

  private get isBlank(): boolean {
    for (let offset = 0; ; offset++) {
      const character = this.text.charAt(offset)
      if (character === '') return true
      if (character.trim() !== '') return false
    }
  }
}

const NOTHING: Done = { done: true, newErrors: [] }

function done(answer: Exclude<PlanAnswer, { refused: string }>): Done {
  return { done: true, newErrors: (answer.newErrors ?? []).map(({ message }) => message) }
}
