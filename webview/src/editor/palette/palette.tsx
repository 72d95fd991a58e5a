import { useMemo, useState } from 'react'
import type { PaletteEntry } from '../../shared/index.ts'
import { add, placeBySelection } from '../actions/adding.ts'
import { mayEdit, setOpen, useEditor } from '../state/store.ts'
import { dragEntry } from './dragging.ts'
import { offers } from './ranking.ts'
import { callOf } from './type-ahead.tsx'
import './palette.css'

const GROUPS: readonly (readonly [PaletteEntry['group'], string])[] = [
  ['source', 'Sources'],
  ['transformation', 'Transformations'],
  ['keyed', 'By key'],
  ['window', 'Windows'],
  ['join', 'Several streams'],
  ['sink', 'Sinks'],
  ['strategy', 'Partition strategies'],
]

/** Everything that can be drawn, to drag onto the canvas or to add with a click. */
export function Palette() {
  const open = useEditor((state) => state.open.palette)
  return open ? <Entries /> : null
}

function Entries() {
  const palette = useEditor((state) => state.palette)
  const [query, setQuery] = useState('')
  const found = useMemo(() => {
    const matching = new Set(offers(palette, ANY, [], query).map(({ entry }) => entry))
    return palette.filter((entry) => matching.has(entry))
  }, [palette, query])
  return (
    <aside className="palette nokey" aria-label="Palette">
      <div className="head">
        <div className="filter">
          <span className="codicon codicon-search" aria-hidden="true" />
          <input
            type="text"
            aria-label="Search the palette"
            placeholder="Search"
            spellCheck={false}
            value={query}
            onChange={(event) => setQuery(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape' && query !== '') setQuery('')
              else if (event.key === 'Escape') setOpen({ palette: false })
              else if (event.key === 'Enter' && found[0]) addBySelection(found[0])
            }}
          />
        </div>
        <button type="button" title="Close the palette" aria-label="Close the palette" onClick={closePalette}>
          <span className="codicon codicon-close" aria-hidden="true" />
        </button>
      </div>
      <div className="groups">
        {GROUPS.map(([group, title]) => {
          const entries = found.filter((entry) => entry.group === group)
          return entries.length === 0 ? null : (
            <section key={group} aria-label={title}>
              <h2>{title}</h2>
              {entries.map((entry) => (
                <Entry key={entry.id} entry={entry} />
              ))}
            </section>
          )
        })}
        {found.length === 0 ? <div className="none">Nothing is called that.</div> : null}
      </div>
    </aside>
  )
}

function Entry({ entry }: { readonly entry: PaletteEntry }) {
  return (
    <button
      type="button"
      className="entry"
      title={entry.help}
      aria-label={`${entry.title}: ${entry.help}`}
      onPointerDown={(event) => {
        if (event.button === 0) dragEntry(entry, { x: event.clientX, y: event.clientY })
      }}
      onClick={() => addBySelection(entry)}
    >
      <span className={`codicon codicon-${entry.icon}`} aria-hidden="true" />
      <span className="title">{entry.title}</span>
      <span className="method">{callOf(entry)}</span>
    </button>
  )
}

/** Behind what is selected, where that suits the entry; else by itself. */
function addBySelection(entry: PaletteEntry): void {
  if (mayEdit()) void add(entry, { at: entry.on === 'environment' ? 'canvas' : placeBySelection() })
}

function closePalette(): void {
  setOpen({ palette: false })
}

const ANY = { begins: true, keyed: false, goesOn: false, onEdge: true }
