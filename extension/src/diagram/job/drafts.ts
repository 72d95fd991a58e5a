import type { DiagramCommand, DraftPlace, StoredDraft } from 'millrace-webview/shared'
import type { JobModel } from '../../document/index.ts'

/** Texts that somebody is writing in the inspector: kept here, since a page that is hidden is gone. */
export class Drafts {
  private readonly drafts = new Map<string, StoredDraft>()

  get all(): readonly StoredDraft[] {
    return [...this.drafts.values()]
  }

  set(place: DraftPlace, text: string | undefined): void {
    const key = JSON.stringify([place.node, place.part])
    if (text === undefined) this.drafts.delete(key)
    else this.drafts.set(key, { ...place, text })
  }

  /** Drafts of operators that are gone are given up. */
  follow({ operators }: JobModel): void {
    const keys = new Set(operators.map(({ key }) => key))
    for (const draft of this.all) if (!keys.has(draft.node)) this.set(draft, undefined)
  }
}

/** What applies a draft; undefined when its operator is not there. */
export function commandOf({ operators }: JobModel, { node, part, text }: StoredDraft): DiagramCommand | undefined {
  const operator = operators.find(({ key }) => key === node)?.id
  if (operator === undefined) return undefined
  const written = text.trim() === '' ? null : text.trim()
  if (part === 'name') return { command: 'rename', operator, name: written }
  if (part === 'uid') return { command: 'setUid', operator, uid: written }
  if (part === 'description') return { command: 'setDescription', operator, description: written }
  if (part === 'parallelism') {
    const number = Number(written)
    return {
      command: 'setParallelism',
      operator,
      parallelism: written !== null && Number.isInteger(number) ? number : written,
    }
  }
  return { command: 'setArgument', operator, index: part.argument, text }
}
