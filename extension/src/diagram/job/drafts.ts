import {
  type DiagramCommand,
  type DraftPlace,
  draftCommand,
  ENVIRONMENT,
  type StoredDraft,
} from 'millrace-webview/shared'
import type { JobModel, TextEdit } from '../../document/index.ts'
import { edgeKey } from '../drawing/types.ts'

/** Edits of the text, and the drafts that they apply. */
export interface DraftEdits {
  readonly edits: readonly TextEdit[]
  readonly drafts: readonly StoredDraft[]
}

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

  /**
   * What applies those that fit, all at once. They stay drafts until somebody says that they were applied.
   *
   * @param plan undefined: it cannot be done
   */
  async edits(
    model: JobModel,
    plan: (command: DiagramCommand) => Promise<readonly TextEdit[] | undefined>,
  ): Promise<DraftEdits> {
    const edits: TextEdit[] = []
    const drafts: StoredDraft[] = []
    for (const draft of this.all) {
      const command = commandOf(model, draft)
      const planned = command && (await plan(command))
      if (planned === undefined || planned.some((edit) => edits.some((other) => overlap(edit, other)))) continue
      edits.push(...planned)
      drafts.push(draft)
    }
    return { edits, drafts }
  }

  /** They are in the text now. What was typed since then stays a draft. */
  applied(drafts: readonly StoredDraft[]): void {
    const kept = new Set(this.all)
    for (const draft of drafts) if (kept.has(draft)) this.set({ node: draft.node, part: draft.part })
  }

  /** Drafts of what is gone are given up. */
  follow(model: JobModel): void {
    for (const { node, part } of this.all) if (numberOf(model, node) === undefined) this.set({ node, part })
  }
}

/** What applies a draft; undefined when what it is of is not there, or it stands for nothing that could be written. */
function commandOf(model: JobModel, draft: StoredDraft): DiagramCommand | undefined {
  const target = numberOf(model, draft.node)
  return target === undefined || draft.written === null ? undefined : draftCommand(draft, draft.written, target)
}

function numberOf(model: JobModel, node: string): number | undefined {
  if (node.startsWith(ENVIRONMENT)) return model.environments[Number(node.slice(ENVIRONMENT.length))]?.id
  const operator = model.operators.find(({ key }) => key === node)
  return operator?.id ?? model.edges.find((edge) => edgeKey(model, edge) === node)?.id
}

function overlap(a: TextEdit, b: TextEdit): boolean {
  return a.offset < b.offset + b.length && b.offset < a.offset + a.length
}
