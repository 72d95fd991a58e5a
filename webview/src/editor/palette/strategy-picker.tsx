import { useCallback, useEffect, useRef } from 'react'
import { pick, waysOf } from '../actions/picking.ts'
import { focusOn } from '../actions/viewing.ts'
import { edgeOf, nodeOf, useEditor } from '../state/store.ts'
import { Floating } from './floating.tsx'
import { useList } from './use-list.ts'
import './strategy-picker.css'

/** The list of the ways in which an arrow's records can travel. */
export function StrategyPicker() {
  const picking = useEditor((state) => state.picking)
  return picking && edgeOf(picking.edge) ? <Ways key={picking.edge} edge={picking.edge} at={picking.screen} /> : null
}

function Ways({ edge: key, at }: { readonly edge: string; readonly at: { readonly x: number; readonly y: number } }) {
  const palette = useEditor((state) => state.palette)
  const edge = edgeOf(key)!
  const ways = waysOf(palette, edge)
  const list = useRef<HTMLDivElement>(null)
  const close = useCallback(() => useEditor.setState({ picking: undefined }), [])
  const take = (index: number) => {
    focusOn(key)
    void pick(key, ways[index].method)
  }
  const chosen = ways.findIndex((way) => way.chosen)
  const { active, setIndex, onKeyDown } = useList(ways.length, 'ways', take)
  useEffect(() => {
    setIndex(Math.max(chosen, 0))
    list.current?.focus()
  }, [])
  const title = `From ${nodeOf(edge.source)?.name} to ${nodeOf(edge.target)?.name}`
  return (
    <Floating at={at} label={`Partition strategy, ${title}`} close={close}>
      <div className="title">{title}</div>
      <div
        ref={list}
        className="entries ways"
        id="ways"
        role="listbox"
        tabIndex={0}
        aria-label="Partition strategy"
        aria-activedescendant={`ways-${active}`}
        onKeyDown={(event) => {
          if (event.key === 'Escape' || event.key === 'Tab') {
            event.preventDefault()
            close()
            focusOn(key)
          } else onKeyDown(event)
        }}
      >
        {ways.map(({ title: name, help, icon, method, chosen: written }, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the list has the keyboard.
          // biome-ignore lint/a11y/useFocusableInteractive: the list has the keyboard.
          <div
            key={name}
            id={`ways-${index}`}
            className="entry way"
            role="option"
            aria-selected={index === active}
            aria-label={`${name}${written ? ', as it is now' : ''}. ${help}`}
            onPointerMove={() => setIndex(index)}
            onClick={() => take(index)}
          >
            <span className={`codicon codicon-${icon}`} aria-hidden="true" />
            <span className="title">
              {name}
              {method === null ? null : <span className="method">.{method}()</span>}
              <span className="about">{help}</span>
            </span>
            {written ? <span className="codicon codicon-check" aria-hidden="true" /> : null}
          </div>
        ))}
      </div>
    </Floating>
  )
}
