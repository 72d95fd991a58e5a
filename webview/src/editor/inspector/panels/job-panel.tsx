import type { Diagram } from '../../../shared/index.ts'
import { ENVIRONMENT } from '../../../shared/index.ts'
import { edit, select } from '../../state/session.ts'
import { useEditor } from '../../state/store.ts'
import { LineField } from '../fields/line-field.tsx'
import { Parallelism } from './parallelism.tsx'

/** Nothing is selected: the job itself. */
export function JobPanel({ diagram }: { readonly diagram: Diagram }) {
  const { environments } = diagram
  return (
    <>
      {environments.map(({ id, name, parallelism, operators }) => (
        <section key={id} aria-label={name ?? 'Job'}>
          <div className="panel-head">
            <span className="codicon codicon-type-hierarchy-sub" aria-hidden="true" />
            <h2>{name ?? 'Job'}</h2>
            <span className="kind">{operators === 1 ? '1 operator' : `${operators} operators`}</span>
          </div>
          <LineField
            place={{ node: `${ENVIRONMENT}${id}`, part: 'name' }}
            label="Name"
            help="What execute(..) calls the job"
            written={name ?? ''}
            placeholder="not set"
          />
          <Parallelism
            place={{ node: `${ENVIRONMENT}${id}`, part: 'parallelism' }}
            written={parallelism ?? ''}
            otherwise="not set"
            set={(to) => void edit({ command: 'setEnvironmentParallelism', environment: id, parallelism: to })}
          />
        </section>
      ))}
      <Unsaved diagram={diagram} />
      <p className="hint">Select an operator or an arrow to see and change what the text says of it.</p>
    </>
  )
}

/** Drafts that were not taken, or that came back: they are nowhere else to be seen. */
function Unsaved({ diagram }: { readonly diagram: Diagram }) {
  const drafts = useEditor(({ drafts }) => drafts)
  const keys = new Set([...drafts.values()].map(({ node }) => node))
  const nodes = diagram.nodes.filter(({ key }) => keys.has(key))
  if (nodes.length === 0) return null
  return (
    <section aria-label="Not applied">
      <h3>Not applied</h3>
      <ul className="selected">
        {nodes.map(({ key, name, icon }) => (
          <li key={key}>
            <span className={`codicon codicon-${icon}`} aria-hidden="true" />{' '}
            <button type="button" className="link" onClick={() => select([key])}>
              {name}
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
