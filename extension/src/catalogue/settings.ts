import type { ArgumentEntry, MethodEntry } from './entry.ts'

const entry = (method: string, icon: string, help: string, argument: ArgumentEntry): MethodEntry => ({
  method,
  on: 'stream',
  yields: 'stream',
  arguments: [argument],
  keepsType: true,
  icon,
  help,
})

/** Methods of a stream that speak of the operator that produces it. */
export const settingMethods: readonly MethodEntry[] = [
  entry('name', 'tag', 'Names the operator.', { name: 'name', kind: 'text', initial: "'Name'", help: 'For people.' }),
  entry('uid', 'pinned', 'By which savepoints find its state.', {
    name: 'uid',
    kind: 'text',
    initial: "'uid'",
    help: 'Unique within the job.',
  }),
  entry('setParallelism', 'layers', 'How many instances it has.', {
    name: 'parallelism',
    kind: 'number',
    initial: '2',
    help: 'At least 1.',
  }),
  entry('slotGroup', 'group-by-ref-type', 'Operators of one group share threads.', {
    name: 'group',
    kind: 'text',
    initial: "'group'",
    help: 'Its name.',
  }),
  entry('onError', 'warning', 'What happens to a record whose function throws.', {
    name: 'policy',
    kind: 'tag',
    initial: "'skip'",
    help: "'fail', 'skip', or the tag of a side output.",
  }),
]
