import { useVirtualizer } from '@tanstack/react-virtual'
import {
  type CSSProperties,
  type KeyboardEvent,
  type MouseEvent,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { useStore } from 'zustand'
import type { PanelLink } from '../../shared/index.ts'
import { Line } from './line.tsx'
import type { OutputReader } from './output-reader.ts'
import { isSelected, rangeOf, type Selection, select } from './selection.ts'

const OVERSCAN = 20
/** Widest column of operators, characters. */
const WIDEST_FROM = 28

/**
 * The rows of the output. It stays at the end until somebody scrolls up, selects a row or goes to what was found, and
 * follows again at the end.
 */
export function Lines({ reader }: { readonly reader: OutputReader }) {
  const { output, wrap, marked, current, whole } = useStore(reader.store)
  const { first, end, following, skips, rows: lines, epoch } = output
  const [selection, setSelection] = useState<Selection>()
  const scroller = useRef<HTMLDivElement>(null)
  const lastTop = useRef(0)
  const height = useLineHeight()
  const rows = useVirtualizer({
    count: end - first,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    getItemKey: useCallback((index: number) => first + index, [first]),
    overscan: OVERSCAN,
  })
  const items = rows.getVirtualItems()
  const total = rows.getTotalSize()

  const { from, to } =
    items.length === 0
      ? { from: first, to: first }
      : { from: first + items[0].index, to: first + items.at(-1)!.index + 1 }
  useEffect(() => reader.look(from, to), [reader, from, to])

  useLayoutEffect(() => {
    const element = scroller.current
    if (!following || !element) return
    element.scrollTop = element.scrollHeight
    lastTop.current = element.scrollTop
  }, [following, total, end])
  useLayoutEffect(() => {
    if (skips === 0 || !scroller.current) return
    scroller.current.scrollTop = 0
    lastTop.current = 0
  }, [skips])
  useEffect(() => rows.measure(), [wrap, height])
  useEffect(() => setSelection(undefined), [epoch])
  useEffect(() => {
    if (current) rows.scrollToIndex(current.row - reader.store.getState().output.first, { align: 'center' })
  }, [current])

  const onScroll = () => {
    const { scrollTop, clientHeight, scrollHeight } = scroller.current!
    if (scrollTop + clientHeight >= scrollHeight - height / 2) {
      if (scrollTop > lastTop.current) reader.follow(true)
    } else if (scrollTop < lastTop.current) {
      reader.follow(false)
    }
    lastTop.current = scrollTop
  }
  const go = (row: number, extend: boolean) => {
    const target = Math.max(first, Math.min(end - 1, row))
    reader.follow(false)
    setSelection(select(selection, target, extend))
    rows.scrollToIndex(target - first)
  }
  const open = useCallback(
    ({ to }: PanelLink) => {
      reader.post('url' in to ? { type: 'openUrl', url: to.url } : { type: 'open', place: to })
    },
    [reader],
  )
  const onKeyDown = (event: KeyboardEvent) => {
    const { key, shiftKey } = event
    const command = event.ctrlKey || event.metaKey
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / height) - 1)
    const active = selection?.active ?? (following ? end : from - 1)
    if (command && key === 'a') {
      setSelection({ anchor: first, active: end - 1 })
    } else if (key === 'ArrowDown' || key === 'ArrowUp') {
      go(active + (key === 'ArrowDown' ? 1 : -1), shiftKey)
    } else if (key === 'PageDown' || key === 'PageUp') {
      go(active + (key === 'PageDown' ? page : -page), shiftKey)
    } else if (key === 'Home') {
      go(first, shiftKey)
    } else if (key === 'End') {
      if (shiftKey) go(end - 1, true)
      else {
        setSelection(undefined)
        reader.follow(true)
      }
    } else if (key === 'Enter' && selection) {
      const link = lines.get(selection.active)?.links?.[0]
      if (link && event.target === scroller.current) open(link)
      else return
    } else if (key === 'Escape' && selection) {
      setSelection(undefined)
    } else {
      return
    }
    event.preventDefault()
  }
  const onClick = (event: MouseEvent, row: number) => {
    // Who has selected a part of a text wants that.
    if (!event.shiftKey && getSelection()?.isCollapsed === false) return
    reader.follow(false)
    setSelection(select(selection, row, event.shiftKey))
  }

  useEffect(() => {
    // Where the window has the keys for copying and for selecting all, it does so in the page as well: then all of the
    // page is selected, and not only the rows.
    const onCopy = (event: ClipboardEvent) => {
      if (!selection || document.activeElement !== scroller.current || isWithinLine(getSelection())) return
      event.preventDefault()
      getSelection()?.removeAllRanges()
      reader.post({ type: 'copy', epoch, ...rangeOf(selection) })
    }
    document.addEventListener('copy', onCopy)
    return () => document.removeEventListener('copy', onCopy)
  }, [reader, selection, epoch])

  const width = useFromWidth(reader)
  return (
    // biome-ignore lint/a11y/useSemanticElements: of the many rows only those in view are there, which no table allows
    <div
      ref={scroller}
      className={wrap ? 'lines wrap' : 'lines'}
      role="grid"
      aria-label="Output"
      aria-multiselectable="true"
      aria-rowcount={end - first}
      aria-activedescendant={selection && lines.has(selection.active) ? `row-${selection.active}` : undefined}
      tabIndex={0}
      style={{ '--from-width': `${width}ch`, '--line-height': `${height}px` } as CSSProperties}
      onScroll={onScroll}
      onKeyDown={onKeyDown}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: as the grid */}
      <div role="rowgroup" className="all" style={{ height: total }}>
        {items.map(({ key, index, start }) => {
          const row = first + index
          const shownWhole = whole.get(row)
          const line = shownWhole ?? lines.get(row)
          if (!line) return null
          const classes = [
            'line',
            line.stream,
            selection && isSelected(selection, row) ? 'selected' : '',
            selection?.active === row ? 'active' : '',
            current?.row === row ? 'current' : '',
            shownWhole ? 'shown-whole' : '',
          ]
          return (
            // biome-ignore lint/a11y/useSemanticElements: as the grid
            // biome-ignore lint/a11y/useFocusableInteractive: as the grid
            // biome-ignore lint/a11y/useKeyWithClickEvents: the grid has the keys
            <div
              key={key}
              id={`row-${row}`}
              ref={wrap || shownWhole ? rows.measureElement : undefined}
              data-index={index}
              role="row"
              aria-rowindex={index + 1}
              aria-selected={selection ? isSelected(selection, row) : false}
              className={classes.filter(Boolean).join(' ')}
              style={{ transform: `translateY(${start}px)` }}
              onMouseDown={(event) => {
                if (event.shiftKey) event.preventDefault()
              }}
              onClick={(event) => onClick(event, row)}
            >
              <Line
                line={line}
                marked={marked}
                active={selection?.active === row}
                whole={shownWhole !== undefined}
                open={open}
                setWhole={(shown) => reader.setWhole(row, shown)}
              />
            </div>
          )
        })}
      </div>
    </div>
  )
}

/** Whether a part of one line is selected as text. */
function isWithinLine(selected: globalThis.Selection | null): boolean {
  if (!selected || selected.isCollapsed) return false
  const lineOf = (node: Node | null) => node?.parentElement?.closest('.line') ?? undefined
  return lineOf(selected.anchorNode) !== undefined && lineOf(selected.anchorNode) === lineOf(selected.focusNode)
}

/** Height of a line that is not wrapped, pixels: it goes with the size of the editor's letters. */
function useLineHeight(): number {
  const [height, setHeight] = useState(lineHeight)
  useEffect(() => {
    const observer = new MutationObserver(() => setHeight(lineHeight()))
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] })
    return () => observer.disconnect()
  }, [])
  return height
}

function lineHeight(): number {
  const size = Number.parseFloat(
    getComputedStyle(document.documentElement).getPropertyValue('--vscode-editor-font-size'),
  )
  return Math.round((Number.isNaN(size) ? 12 : size) * 1.4)
}

/** Width of the column of operators, characters: it grows with what comes, so that texts stand below each other. */
function useFromWidth(reader: OutputReader): number {
  const { epoch, rows } = useStore(reader.store, ({ output }) => output)
  const widest = useRef({ epoch, width: 0 })
  if (widest.current.epoch !== epoch) widest.current = { epoch, width: 0 }
  for (const { from } of rows.values()) {
    widest.current.width = Math.max(widest.current.width, Math.min(WIDEST_FROM, from?.length ?? 0))
  }
  return widest.current.width
}
