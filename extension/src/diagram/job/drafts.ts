import {
  type DiagramCommand,
  type DraftPlace,
  draftCommand,
  ENVIRONMENT,
  type StoredDraft,
} from 'millrace-webview/shared'
import type { JobModel } from '../../document/index.ts'
import { edgeKey } from '../drawing/types.ts'

/** Texts that somebody is writing in the inspector: kept here, since a page that is hidden is gone. */
export class Drafts {
  private readonly drafts = new Map<string, StoredDraft>()

  get all(): readonly StoredDraft[] {
    return [...this.drafts.values()]
  }

  /** Keeps a draft; a place without text has none any more. */
  set(draft: StoredDraft | DraftPlace): void {
    const key = JSON.stringify([draft.node, draft.part])
    if ('text' in draft) this.drafts.set(key, draft)
    else this.drafts.delete(key)
  }

  /** Drafts of what is gone are given up. */
  follow(model: JobModel): void {
    for (const { node, part } of this.all) if (numberOf(model, node) === undefined) this.set({ node, part })
  }
}

/** What applies a draft; undefined when what it is of is not there, or it stands for nothing that could be written. */
export function commandOf(model: JobModel, draft: StoredDraft): DiagramCommand | undefined {
  const target = numberOf(model, draft.node)
  return target === undefined || draft.written === null ? undefined : draftCommand(draft, draft.written, target)
}

function numberOf(model: JobModel, node: string): number | undefined {
  if (node.startsWith(ENVIRONMENT)) return model.environments[Number(node.slice(ENVIRONMENT.length))]?.id
  const operator = model.operators.find(({ key }) => key === node)
  return operator?.id ?? model.edges.find((edge) => edgeKey(model, edge) === node)?.id
}
