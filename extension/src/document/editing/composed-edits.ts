import type { TextEdit } from './command.ts'

/** A stretch of the text as it was, or text that was put in. */
type Piece = { readonly from: number; readonly to: number } | { readonly text: string }

const lengthOf = (piece: Piece) => ('text' in piece ? piece.text.length : piece.to - piece.from)

/** Edits of a text that was edited already, told as edits of the text as it was. */
export class ComposedEdits {
  private readonly original: string
  private pieces: Piece[]

  constructor(original: string) {
    this.original = original
    this.pieces = [{ from: 0, to: original.length }]
  }

  /** @param edits in the order of the text as it is now */
  apply(edits: readonly TextEdit[]): void {
    for (const { offset, length, text } of edits.toReversed()) {
      const before = this.slice(0, offset)
      const after = this.slice(offset + length, Number.POSITIVE_INFINITY)
      this.pieces = [...before, ...(text === '' ? [] : [{ text }]), ...after]
    }
  }

  private slice(from: number, to: number): Piece[] {
    const found: Piece[] = []
    let at = 0
    for (const piece of this.pieces) {
      const length = lengthOf(piece)
      const [first, last] = [Math.max(from - at, 0), Math.min(to - at, length)]
      at += length
      if (first >= last) continue
      if ('text' in piece) found.push({ text: piece.text.slice(first, last) })
      else found.push({ from: piece.from + first, to: piece.from + last })
    }
    return found
  }

  /** Where a place of the text as it was is now; undefined where it has gone, or was written anew. */
  placeOf(offset: number): number | undefined {
    let at = 0
    for (const piece of this.pieces) {
      if (!('text' in piece) && piece.from <= offset && offset < piece.to) return at + offset - piece.from
      at += lengthOf(piece)
    }
    return undefined
  }

  get text(): string {
    return this.pieces
      .map((piece) => ('text' in piece ? piece.text : this.original.slice(piece.from, piece.to)))
      .join('')
  }

  get edits(): readonly TextEdit[] {
    const edits: TextEdit[] = []
    let at = 0
    let text = ''
    for (const piece of [...this.pieces, { from: this.original.length, to: this.original.length }]) {
      if ('text' in piece) {
        text += piece.text
        continue
      }
      if (piece.from > at || text !== '') edits.push({ offset: at, length: piece.from - at, text })
      at = piece.to
      text = ''
    }
    return edits
  }
}
