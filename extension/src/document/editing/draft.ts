import type { JobEdge, JobModel, JobOperator } from '../job-model.ts'
import { type JobSyntax, syntaxOf } from '../syntax.ts'
import { refuse, type TextEdit } from './command.ts'
import { styleOf, type TextStyle } from './text-style.ts'

/** A model being edited: what it was, and the edits so far. */
export class Draft {
  readonly model: JobModel
  readonly syntax: JobSyntax
  readonly text: string
  readonly style: TextStyle
  /** Names that edits have given to new variables. */
  readonly given = new Set<string>()
  private readonly collected: TextEdit[] = []
  /** The stretch of an edit's text to select afterwards. */
  private selected: { readonly edit: TextEdit; readonly from: number; readonly length: number } | undefined

  constructor(model: JobModel) {
    const syntax = syntaxOf(model)
    if (syntax === undefined) throw new TypeError('plan(..) takes a model that parse(..) made in this thread')
    if (model.syntaxError) refuse(`the text has a syntax error: ${model.syntaxError.message}`)
    this.model = model
    this.syntax = syntax
    this.text = syntax.source.text
    this.style = styleOf(syntax.source)
  }

  operator(id: number): JobOperator {
    return this.model.operators[id] ?? refuse(`there is no operator ${id}`)
  }

  edge(id: number): JobEdge {
    return this.model.edges[id] ?? refuse(`there is no edge ${id}`)
  }

  /** The edges out of an operator that others than its own joins read. */
  outEdges(operator: number): readonly JobEdge[] {
    return this.model.edges.filter(({ source }) => source === operator)
  }

  inEdges(operator: number): readonly JobEdge[] {
    return this.model.edges.filter(({ target }) => target === operator)
  }

  replace(from: number, to: number, text: string): TextEdit {
    const edit = { offset: from, length: to - from, text }
    this.collected.push(edit)
    return edit
  }

  insert(at: number, text: string): TextEdit {
    return this.replace(at, at, text)
  }

  remove({ from, to }: { readonly from: number; readonly to: number }): void {
    this.replace(from, to, '')
  }

  /** A stretch of the text with the edits made in it so far, which are dropped: for text that goes somewhere else. */
  take(from: number, to: number): string {
    const inside = this.edits.filter(({ offset, length }) => offset >= from && offset + length <= to)
    for (const edit of inside) this.collected.splice(this.collected.indexOf(edit), 1)
    return applyEdits(
      this.text.slice(from, to),
      inside.map((edit) => ({ ...edit, offset: edit.offset - from })),
    )
  }

  /** Whether an edit takes the text at a place away. */
  covers(at: number): boolean {
    return this.collected.some(({ offset, length }) => offset <= at && at < offset + length)
  }

  select(edit: TextEdit, part: string): void {
    this.selected = { edit, from: wordAt(edit.text, part), length: part.length }
  }

  /**
   * In the order of the text; at one place what is put in comes first, in the order it was made. What would change no byte
   * is none: the text would count as changed.
   */
  get edits(): readonly TextEdit[] {
    return this.inOrder.filter(({ offset, length, text }) => this.text.slice(offset, offset + length) !== text)
  }

  private get inOrder(): readonly TextEdit[] {
    return this.collected
      .map((edit, index) => ({ edit, index }))
      .sort(
        (a, b) =>
          a.edit.offset - b.edit.offset || Math.sign(a.edit.length) - Math.sign(b.edit.length) || a.index - b.index,
      )
      .map(({ edit }) => edit)
  }

  /** Where the selection is in the new text. */
  get selection(): { offset: number; length: number } | undefined {
    if (this.selected === undefined) return undefined
    let offset = 0
    for (const edit of this.inOrder) {
      if (edit === this.selected.edit)
        return { offset: edit.offset + offset + this.selected.from, length: this.selected.length }
      offset += edit.text.length - edit.length
    }
    return undefined
  }
}

/** The text after edits that are in its order and do not overlap. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = ''
  let position = 0
  for (const { offset, length, text: inserted } of edits) {
    if (offset < position) throw new RangeError('edits overlap')
    result += text.slice(position, offset) + inserted
    position = offset + length
  }
  return result + text.slice(position)
}

/** Where a part of a text is by itself (`filter`, not the beginning of `filtered`), else where it is at all, else 0. */
function wordAt(text: string, part: string): number {
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
    if (!/[\w$]/.test(text.charAt(at - 1)) && !/[\w$]/.test(text.charAt(at + part.length))) return at
  }
  return Math.max(0, text.indexOf(part))
}
