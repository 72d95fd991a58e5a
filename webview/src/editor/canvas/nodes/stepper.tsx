import { useEffect, useState } from 'react'
import type { DiagramNode } from '../../../shared/index.ts'
import { edit } from '../../state/session.ts'
import { nodeOf, useEditor } from '../../state/store.ts'

/** Below the one box that is selected: its number of instances, one more, one less. */
export function Stepper({ node }: { readonly node: DiagramNode }) {
  const alone = useEditor(({ selection }) => selection.size === 1)
  const known = node.parallelism as number
  // What was asked for last: the next step counts from there while the answer is on its way.
  const [asked, setAsked] = useState(known)
  useEffect(() => setAsked(known), [known])
  if (!alone) return null
  const step = async (by: number) => {
    const parallelism = asked + by
    setAsked(parallelism)
    const done = await edit({ command: 'setParallelism', operator: nodeOf(node.key)!.operators[0], parallelism })
    if (!done) setAsked(known)
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a row of a box
    <div
      className="stepper nodrag nopan"
      role="group"
      aria-label={`Parallelism of ${node.name}`}
      onDoubleClick={(event) => event.stopPropagation()}
    >
      <button
        type="button"
        title="One instance less"
        aria-label="One instance less"
        disabled={asked <= 1}
        onClick={() => step(-1)}
      >
        <span className="codicon codicon-remove" aria-hidden="true" />
      </button>
      <output>×{asked}</output>
      <button type="button" title="One instance more" aria-label="One instance more" onClick={() => step(1)}>
        <span className="codicon codicon-add" aria-hidden="true" />
      </button>
    </div>
  )
}
