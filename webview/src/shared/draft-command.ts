import type { DiagramCommand } from './diagram-commands.ts'
import type { DraftPlace } from './diagram-protocol.ts'

/**
 * What applies a draft.
 *
 * @param written the text of the job that the draft stands for
 * @param target number of the operator, of the edge or of the job
 */
export function draftCommand({ node, part }: DraftPlace, written: string, target: number): DiagramCommand {
  const trimmed = written.trim() === '' ? null : written.trim()
  switch (part) {
    case 'name':
      if (node.startsWith(ENVIRONMENT)) return { command: 'renameJob', environment: target, name: trimmed }
      return { command: 'rename', operator: target, name: trimmed }
    case 'uid':
      return { command: 'setUid', operator: target, uid: trimmed }
    case 'slotGroup':
      return { command: 'setSlotGroup', operator: target, group: trimmed }
    case 'description':
      return { command: 'setDescription', operator: target, description: trimmed }
    case 'parallelism': {
      const number = Number(trimmed)
      const parallelism = trimmed !== null && Number.isInteger(number) ? number : trimmed
      if (node.startsWith(ENVIRONMENT))
        return { command: 'setEnvironmentParallelism', environment: target, parallelism }
      return { command: 'setParallelism', operator: target, parallelism }
    }
    case 'strategy':
      return { command: 'setStrategy', edge: target, method: 'partition', argument: written }
    default: {
      const { argument, of } = part
      return { command: 'setArgument', operator: target, index: argument, text: written, ...(of ? { of } : {}) }
    }
  }
}

/** What the places of drafts of a job's settings begin with; its number follows. */
export const ENVIRONMENT = 'environment:'
