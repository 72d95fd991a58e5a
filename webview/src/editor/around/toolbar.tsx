import { type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react'
import { useStore } from 'reactflow'
import { zoomIn, zoomOut, zoomTo } from '../actions/viewing.ts'
import { setOpen, useEditor } from '../state/store.ts'
import { IconButton } from './icon-button.tsx'
import { MenuButton, type MenuEntry } from './menu.tsx'
import { tools } from './tools.ts'
import './toolbar.css'

interface Tool extends MenuEntry {
  readonly keys?: string
  /** It is on or off. */
  readonly on?: boolean
}

/** Width of a button with its gap, pixels; and of what always stays: export, zoom and the inspector. */
const BUTTON = 28
const FIXED = 200

/** What can be done with the diagram as a whole. Where the pane is narrow, the last ones are in a menu. */
export function Toolbar() {
  const open = useEditor((state) => state.open)
  const showTypes = useEditor((state) => state.showTypes)
  const direction = useEditor(({ diagram }) => diagram?.direction)
  const zoom = useStore(({ transform }) => Math.round(transform[2] * 100))
  const [root, width] = useWidth()

  const list: readonly Tool[] = [
    {
      ...{ id: 'palette', icon: 'library', label: 'Palette', on: open.palette },
      run: () => setOpen({ palette: !open.palette }),
    },
    { id: 'add', icon: 'add', label: 'Add an operator', keys: 'Space', run: tools.add },
    { id: 'preview', icon: 'eye', label: 'Preview records', keys: 'V', run: tools.preview },
    { id: 'find', icon: 'search', label: 'Find', keys: 'Ctrl+F', run: tools.find },
    { id: 'fit', icon: 'screen-full', label: 'Show all', run: tools.fit },
    { id: 'types', icon: 'symbol-parameter', label: 'Record types on arrows', on: showTypes, run: tools.showTypes },
    { id: 'arrange', icon: 'type-hierarchy-sub', label: 'Arrange', run: tools.arrange },
    {
      ...{ id: 'turn', run: tools.turn },
      icon: direction === 'right' ? 'arrow-down' : 'arrow-right',
      label: direction === 'right' ? 'Let it run downwards' : 'Let it run to the right',
    },
    { id: 'keys', icon: 'keyboard', label: 'Gestures and keys', keys: '?', run: tools.shortcuts },
  ]
  const room = Math.max(1, Math.floor((width - FIXED) / BUTTON))
  const shown = room >= list.length ? list : list.slice(0, room - 1)
  const rest = list.slice(shown.length)

  return (
    <div className="toolbar" role="toolbar" aria-label="Diagram" ref={root} onKeyDown={walk}>
      {shown.map(({ id, icon, label, keys, on, run }) => (
        <IconButton key={id} {...{ icon, label, keys }} pressed={on} tabIndex={0} onClick={run} />
      ))}
      {rest.length > 0 ? (
        <MenuButton
          icon="ellipsis"
          label="More"
          entries={rest.map(({ on, ...entry }) => ({ ...entry, ...(on === undefined ? {} : { checked: on }) }))}
        />
      ) : null}
      <span className="space" />
      <MenuButton
        icon="export"
        label="Export"
        entries={[
          { id: 'svg', icon: 'file-media', label: 'Save as SVG…', run: tools.exportSvg },
          { id: 'png', icon: 'device-camera', label: 'Save as PNG…', run: tools.exportPng },
          { id: 'mermaid', icon: 'copy', label: 'Copy as Mermaid', run: tools.copyMermaid },
        ]}
      />
      <IconButton icon="zoom-out" label="Zoom out" onClick={zoomOut} />
      <button type="button" className="zoom" title="Zoom to 100 %" onClick={() => zoomTo(1)}>
        <span className="only-read">Zoom </span>
        {zoom} %
      </button>
      <IconButton icon="zoom-in" label="Zoom in" onClick={zoomIn} />
      <IconButton
        icon="layout-sidebar-right"
        label="Inspector"
        pressed={open.inspector}
        onClick={() => setOpen({ inspector: !open.inspector })}
      />
    </div>
  )
}

/** Arrows move between the buttons, too. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
  if (step === undefined) return
  const buttons = [...event.currentTarget.querySelectorAll<HTMLButtonElement>('button')]
  const at = buttons.indexOf(document.activeElement as HTMLButtonElement)
  buttons.at((at + step) % buttons.length)?.focus()
  event.preventDefault()
  event.stopPropagation()
}

function useWidth() {
  const ref = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(window.innerWidth)
  useLayoutEffect(() => {
    const observer = new ResizeObserver(([entry]) => setWidth(entry.contentRect.width))
    observer.observe(ref.current!)
    return () => observer.disconnect()
  }, [])
  return [ref, width] as const
}
