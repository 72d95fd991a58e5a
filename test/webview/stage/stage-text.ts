import type { JobText } from '../../../extension/src/diagram/index.ts'
import { applyEdits, type TextEdit } from '../../../extension/src/document/index.ts'

/** A text with an undo stack, as an editor has it open. */
export class StageText implements JobText {
  readonly uri: string
  version = 1
  readOnly: string | undefined
  private content: string
  private readonly changed: (by: 'undo' | 'redo' | 'edit', same: boolean) => void
  private readonly past: string[] = []
  private readonly future: string[] = []

  constructor(uri: string, content: string, changed: (by: 'undo' | 'redo' | 'edit', same: boolean) => void) {
    this.uri = uri
    this.content = content
    this.changed = changed
  }

  get text(): string {
    return this.content
  }

  /** How many steps can be undone. */
  get steps(): number {
    return this.past.length
  }

  charAt(offset: number): string {
    return this.content.charAt(offset)
  }

  lineAt(offset: number): number {
    return this.content.slice(0, offset).split('\n').length - 1
  }

  async apply(version: number, edits: readonly TextEdit[]): Promise<boolean> {
    if (version !== this.version || this.readOnly !== undefined) return false
    this.type(applyEdits(this.content, edits))
    return true
  }

  /** Somebody types: the text is another one. */
  type(text: string): void {
    this.past.push(this.content)
    this.future.length = 0
    this.become(text, 'edit')
  }

  undo(): void {
    const before = this.past.pop()
    if (before === undefined) return
    this.future.push(this.content)
    this.become(before, 'undo')
  }

  redo(): void {
    const after = this.future.pop()
    if (after === undefined) return
    this.past.push(this.content)
    this.become(after, 'redo')
  }

  private become(text: string, by: 'undo' | 'redo' | 'edit'): void {
    const same = text === this.content
    this.content = text
    this.version++
    this.changed(by, same)
  }
}
