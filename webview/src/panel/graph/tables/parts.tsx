import { type PhysicalGraph, percentText, pressureOf } from '../../../shared/index.ts'
import { rateText } from '../numbers-text.ts'
import { reveal, select } from '../state.ts'
import type { Thing } from '../thing.ts'
import { Button } from '../toolbar.tsx'

/** A name that leads to what it names. */
export function To({ thing, children }: { readonly thing: Thing; readonly children: string }) {
  return (
    <button type="button" className="link" onClick={() => select(thing)}>
      {children}
    </button>
  )
}

/** An operator with the ways to where it is made. */
export function OperatorLine({ graph, id }: { readonly graph: PhysicalGraph; readonly id: number }) {
  const { name } = graph.operators[id]
  return (
    <span className="operator">
      <span className="name">{name}</span>
      <Button icon="type-hierarchy-sub" label={`Show ${name} in the diagram`} onClick={() => reveal(id, 'diagram')} />
      <Button icon="go-to-file" label={`Show ${name} in the text`} onClick={() => reveal(id, 'text')} />
    </span>
  )
}

/** How full a channel is, coloured as it is drawn. */
export function Fill({ share }: { readonly share: number | undefined }) {
  if (share === undefined) return null
  return <span className={`fill ${pressureOf(share)}`}>{percentText(share)}</span>
}

/** How a task spends its time. */
export function Times({ busy, backPressured }: { readonly busy: number; readonly backPressured: number }) {
  const waiting = Math.max(0, 1 - busy - backPressured)
  const parts = [
    ['busy', busy],
    ['high', backPressured],
    ['waiting', waiting],
  ] as const
  return (
    <div className="times">
      <svg className="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
        <rect className="waiting" x="0" y="0" width="100" height="6" />
        <rect className="busy" x="0" y="0" width={busy * 100} height="6" />
        <rect className="high" x={busy * 100} y="0" width={backPressured * 100} height="6" />
      </svg>
      <ul>
        {parts.map(([sign, share]) => (
          <li key={sign}>
            <span className={`sign ${sign}`} aria-hidden="true" />
            {sign === 'high' ? 'back-pressured' : sign} {percentText(share)}
          </li>
        ))}
      </ul>
    </div>
  )
}

export function Rate({ of }: { readonly of: number | undefined }) {
  return <>{of === undefined ? '' : rateText(of)}</>
}
