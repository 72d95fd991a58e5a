import { expect } from 'vitest'
import {
  applyEdits,
  type Command,
  isRefusal,
  type JobModel,
  parse,
  plan,
} from '../../../../extension/src/document/index.ts'
import { expectBytes } from './account.ts'

export interface Done {
  readonly before: JobModel
  readonly after: JobModel
  readonly text: string
}

/** Counts what is carried out: rules that are never reached would hold of anything. */
export class Tally {
  applied = 0
  refused = 0
  readonly reasons = new Map<string, number>()

  give(text: string, command: Command, path: string): Done | undefined {
    const before = parse(text, { fileName: path })
    const outcome = plan(before, command)
    if (isRefusal(outcome)) {
      this.refuse(outcome.refused)
      return undefined
    }
    this.applied++
    const next = applyEdits(text, outcome.edits)
    expectBytes(text, next, outcome)
    const after = parse(next, { fileName: path })
    expect(after.syntaxError).toBeUndefined()
    return { before, after, text: next }
  }

  refuse(reason: string): void {
    this.refused++
    this.reasons.set(reason, (this.reasons.get(reason) ?? 0) + 1)
  }

  expectMost(least: number): void {
    const rate = this.applied / (this.applied + this.refused)
    expect(this.applied, JSON.stringify([...this.reasons])).toBeGreaterThan(least)
    expect(rate, JSON.stringify([...this.reasons])).toBeGreaterThan(0.9)
  }
}
