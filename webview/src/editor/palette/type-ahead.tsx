import { useCallback, useMemo, useState } from 'react'
import type { PaletteEntry } from '../../shared/index.ts'
import { add } from '../actions/adding.ts'
import { focusOn } from '../actions/viewing.ts'
import { remembered } from '../state/remembered.ts'
import { type AddRequest, edgeOf, nodeOf, useEditor } from '../state/store.ts'
import { Floating } from './floating.tsx'
import { type Offer, offers, streamAt } from './ranking.ts'
import { useList } from './use-list.ts'

/** The list that opens where something is to be added: typing narrows it down. */
export function TypeAhead() {
  const adding = useEditor((state) => state.adding)
  return adding ? <Choices key={keyOf(adding)} request={adding} /> : null
}

function Choices({ request }: { readonly request: AddRequest }) {
  const [query, setQuery] = useState('')
  const palette = useEditor((state) => state.palette)
  const diagram = useEditor((state) => state.diagram)
  const { at } = request
  const found = useMemo(
    () => (diagram ? offers(palette, streamAt(diagram, at), remembered().recent ?? [], query) : []),
    [palette, diagram, at, query],
  )
  const close = useCallback(() => useEditor.setState({ adding: undefined }), [])
  const take = (index: number) => {
    close()
    focusOn(undefined)
    void add(found[index].entry, request)
  }
  const { active, setIndex, onKeyDown } = useList(found.length, 'add-list', take)
  const offer: Offer | undefined = found[active]
  return (
    <Floating at={request.screen} label={titleOf(at)} close={close}>
      <div className="title">{titleOf(at)}</div>
      <div className="filter">
        <span className="codicon codicon-search" aria-hidden="true" />
        <input
          // biome-ignore lint/a11y/noAutofocus: it was opened to type into it.
          autoFocus
          type="text"
          role="combobox"
          aria-label="What to add"
          aria-expanded="true"
          aria-controls="add-list"
          aria-activedescendant={offer ? `add-list-${active}` : undefined}
          placeholder="Type to search"
          spellCheck={false}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value)
            setIndex(0)
          }}
          onKeyDown={(event) => {
            if (event.key === 'Escape' || event.key === 'Tab') {
              event.preventDefault()
              close()
              focusOn(undefined)
            } else onKeyDown(event)
          }}
        />
      </div>
      <div className="entries" id="add-list" role="listbox" aria-label="What can be added" tabIndex={-1}>
        {found.map(({ entry, unfit }, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keyboard.
          <div
            key={entry.id}
            id={`add-list-${index}`}
            className={unfit === undefined ? 'entry' : 'entry unfit'}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            onPointerMove={() => setIndex(index)}
            onClick={() => take(index)}
          >
            <span className={`codicon codicon-${entry.icon}`} aria-hidden="true" />
            <span className="title">{entry.title}</span>
            <span className="method">{callOf(entry)}</span>
          </div>
        ))}
        {found.length === 0 ? <div className="none">Nothing is called that.</div> : null}
      </div>
      <div className="help" aria-live="polite">
        {offer ? (offer.unfit === undefined ? offer.entry.help : `${offer.unfit} ${offer.entry.help}`) : null}
      </div>
    </Floating>
  )
}

/** The call that is written: `map`, `textFile`. */
export function callOf({ method, arguments: args, group }: PaletteEntry): string {
  const factory = group === 'source' || group === 'sink' ? /^\w+(?=\()/.exec(args?.[0] ?? '')?.[0] : undefined
  return factory ?? method
}

function titleOf(at: AddRequest['at']): string {
  if (at === 'canvas') return 'Add to the diagram'
  if ('after' in at) return `Add behind ${nodeOf(at.after)?.name}`
  if ('before' in at) return `Add before ${nodeOf(at.before)?.name}`
  const edge = edgeOf(at.edge)
  return `Insert between ${nodeOf(edge?.source)?.name} and ${nodeOf(edge?.target)?.name}`
}

const keyOf = ({ at, screen }: AddRequest) => JSON.stringify([at, screen])
