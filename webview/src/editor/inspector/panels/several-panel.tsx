import type { DiagramEdge, DiagramNode } from '../../../shared/index.ts'
import { edit } from '../../state/session.ts'
import { useReadOnly } from '../fields/read-only.ts'
import { align } from './aligning.ts'

/** What several boxes have in common. */
export function SeveralPanel({
  nodes,
  edges,
}: {
  readonly nodes: readonly DiagramNode[]
  readonly edges: readonly DiagramEdge[]
}) {
  const readOnly = useReadOnly()
  const own = nodes.filter(({ shape, locked }) => shape !== 'open' && shape !== 'group' && locked === undefined)
  const [first] = own
  const same = own.every(({ parallelism }) => parallelism === first.parallelism)
  const parallelism = same && typeof first?.parallelism === 'number' ? first.parallelism : undefined
  const counts = [
    nodes.length > 0 ? plural(nodes.length, 'operator') : '',
    edges.length > 0 ? plural(edges.length, 'edge') : '',
  ]
  const set = (to: number | null) =>
    void edit({ command: 'setParallelismOfAll', operators: own.flatMap(({ operators }) => operators), parallelism: to })
  const step = (title: string, icon: string, to: number | null, can: boolean) => (
    <button
      type="button"
      className="tool"
      title={readOnly ?? title}
      aria-label={`Parallelism: ${title}`}
      disabled={readOnly !== undefined || !can}
      onClick={() => set(to)}
    >
      <span className={`codicon codicon-${icon}`} aria-hidden="true" />
    </button>
  )
  return (
    <>
      <div className="panel-head">
        <span className="codicon codicon-layers" aria-hidden="true" />
        <h2>{counts.filter((count) => count !== '').join(', ')}</h2>
      </div>
      {own.length > 0 ? (
        <div className="field">
          <div className="field-head">
            <span>Parallelism</span>
          </div>
          <div className="input-row">
            {step('One less', 'remove', (parallelism ?? 1) - 1, parallelism !== undefined && parallelism > 1)}
            <output className="input count">{parallelism ?? (same ? String(first.parallelism) : 'different')}</output>
            {step('One more', 'add', (parallelism ?? 0) + 1, true)}
            {step(
              'As everywhere else',
              'discard',
              null,
              own.some(({ parallelismWritten }) => parallelismWritten),
            )}
          </div>
        </div>
      ) : null}
      {nodes.length > 1 ? (
        <div className="field">
          <div className="field-head">
            <span>Align</span>
          </div>
          <div className="input-row">
            {ALIGNMENTS.map(({ how, title, icon, least }) => (
              <button
                key={how}
                type="button"
                className="tool"
                title={readOnly ?? title}
                aria-label={title}
                disabled={readOnly !== undefined || nodes.length < least}
                onClick={() => void align(how)}
              >
                <span className={`codicon codicon-${icon}`} aria-hidden="true" />
              </button>
            ))}
          </div>
        </div>
      ) : null}
      <ul className="selected">
        {nodes.map(({ key, name, icon }) => (
          <li key={key}>
            <span className={`codicon codicon-${icon}`} aria-hidden="true" /> {name}
          </li>
        ))}
      </ul>
    </>
  )
}

const ALIGNMENTS = [
  { how: 'row', title: 'In a row', icon: 'ellipsis', least: 2 },
  { how: 'column', title: 'In a column', icon: 'kebab-vertical', least: 2 },
  { how: 'evenly', title: 'The same gap between all', icon: 'arrow-both', least: 3 },
] as const

const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`
