import { select } from '../state/session.ts'
import { useEditor } from '../state/store.ts'
import './breadcrumbs.css'

/** Which groups the selected box is in, outermost first; each selects what is drawn in it. Nothing outside of groups. */
export function Breadcrumbs() {
  const groups = useEditor(({ diagram }) => diagram!.groups)
  const node = useEditor(({ diagram, selection }) =>
    selection.size === 1 ? diagram!.nodes.find(({ key }) => selection.has(key)) : undefined,
  )
  const around = node?.groups.flatMap((key) => groups.find((group) => group.key === key) ?? []) ?? []
  if (node === undefined || around.length === 0) return null
  return (
    <nav className="breadcrumbs" aria-label="Groups around the selected operator">
      <ol>
        {around.map(({ key, name, call, nodes }) => (
          <li key={key}>
            <button type="button" title={call} onClick={() => select(nodes)}>
              {name}
            </button>
            <span className="codicon codicon-chevron-right" aria-hidden="true" />
          </li>
        ))}
        <li aria-current="true">{node.name}</li>
      </ol>
    </nav>
  )
}
