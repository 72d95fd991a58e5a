import { focusInspector } from '../inspector/focus.ts'
import { useGesture } from '../state/gesture.ts'
import { theHost } from '../state/session.ts'
import { mayEdit, say, selectedEdges, setOpen, useEditor } from '../state/store.ts'
import { openTypeAhead, placeBySelection } from './adding.ts'
import { chooseNext, chooseNextOutput, chooseTarget, connectChosen } from './choosing-target.ts'
import { copy, duplicate, paste } from './clipboard.ts'
import { endConnecting } from './connecting.ts'
import { gestureOf, type KeyGesture } from './gestures.ts'
import { endNudge, nudge } from './moving.ts'
import { openPicker } from './picking.ts'
import { previewRecords, showRecords } from './records.ts'
import { remove } from './removing.ts'
import { selectAll, selectKeys } from './selecting.ts'
import { fit, fitSelection, focusOn, zoomIn, zoomOut, zoomTo } from './viewing.ts'
import { type Arrow, current, goTo, walk, walkToEdge } from './walking.ts'

const DIRECTIONS: Readonly<Record<Arrow, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/** What each key does. */
const actions: { readonly [Id in KeyGesture]: (event: KeyboardEvent) => void } = {
  walk: ({ key }) => walk(key as Arrow),
  extend: ({ key }) => walk(key as Arrow, true),
  edgeIn: () => walkToEdge('in'),
  edgeOut: () => walkToEdge('out'),
  selectAll,
  leave,
  // Space opens the list when it is let go: until then it may be for panning.
  typeAhead: () => {},
  addAfter: () => openTypeAhead(placeBySelection()),
  addBefore,
  palette: () => setOpen({ palette: !useEditor.getState().open.palette }),
  chooseTarget,
  strategy: () => {
    const [edge] = selectedEdges()
    if (edge) openPicker(edge.key)
    else say('Select an arrow first: ] selects the one that leads out.')
  },
  inspect: () => {
    const focused = current()
    if (focused !== undefined && useEditor.getState().selection.size === 0) goTo(focused)
    focusInspector()
  },
  showText: () => {
    const key = current()
    if (key !== undefined) theHost().tell({ type: 'showText', key })
  },
  breakpoint: () => {
    const key = current()
    if (key !== undefined) theHost().tell({ type: 'toggleBreakpoint', key })
  },
  preview: previewRecords,
  records: showRecords,
  remove: () => void remove(),
  duplicate: () => void duplicate(),
  nudge: ({ key, shiftKey }) => {
    const [x, y] = DIRECTIONS[key as Arrow]
    const step = shiftKey ? 40 : 8
    nudge(x * step, y * step)
  },
  zoomIn,
  zoomOut,
  zoomReset: () => zoomTo(1),
  fit,
  fitSelection,
  find: () => setOpen({ find: true }),
  shortcuts: () => setOpen({ keys: true }),
}

function leave(): void {
  const { selection, adding, picking, open } = useEditor.getState()
  if (useGesture.getState().choosing) endConnecting()
  else if (adding || picking) useEditor.setState({ adding: undefined, picking: undefined })
  else if (open.keys || open.find) setOpen({ keys: false, find: false })
  else if (selection.size > 0) {
    selectKeys([])
    focusOn(undefined)
  }
}

function addBefore(): void {
  const { diagram } = useEditor.getState()
  const key = current()
  if (!diagram || key === undefined) return
  const edge = diagram.edges.find((other) => other.key === key)
  const node = diagram.nodes.find((other) => other.key === key)
  if (edge) openTypeAhead({ edge: edge.key })
  else if (node && node.inputs.length === 0) say(`${node.name} begins a stream: nothing comes before it.`)
  else if (node) openTypeAhead({ before: node.key, port: node.inputs[0].port })
}

/** Whether keys of an element are the canvas's: not those of a field, a list or a dialog. */
function isCanvas(target: EventTarget | null): boolean {
  if (target === document.body) return true
  if (!(target instanceof Element) || isField(target)) return false
  return target.closest('.canvas') !== null && target.closest('.nokey, [role="dialog"]') === null
}

const isField = (element: Element) =>
  element.closest('input, textarea, select, [contenteditable="true"], .cm-editor') !== null

/** Space was pressed, and nothing since. */
let spaceTapped = false

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || !isCanvas(event.target)) return
  const { key } = event
  const isButton = event.target instanceof Element && event.target.closest('button, a') !== null
  if (isButton && (key === 'Enter' || key === ' ')) return
  if (useGesture.getState().choosing && key !== 'Escape' && key !== 'Tab') {
    if (key === 'Enter') void connectChosen()
    else if (key.toLowerCase() === 'c') chooseNextOutput()
    else if (key === 'ArrowDown' || key === 'ArrowRight') chooseNext(1)
    else if (key === 'ArrowUp' || key === 'ArrowLeft') chooseNext(-1)
    else return
    event.preventDefault()
    return
  }
  const id = gestureOf(event)
  if (id === undefined) return
  if (id === 'typeAhead') spaceTapped = !event.repeat
  event.preventDefault()
  actions[id](event)
}

function onKeyUp(event: KeyboardEvent): void {
  if (event.key in DIRECTIONS || event.key === 'Alt') endNudge()
  if (event.key !== ' ' || !spaceTapped) return
  spaceTapped = false
  if (isCanvas(event.target)) openTypeAhead(useEditor.getState().selection.size > 0 ? placeBySelection() : 'canvas')
}

function onPointerDown(): void {
  spaceTapped = false
}

function onCopy(event: ClipboardEvent): void {
  // A text somebody has selected is theirs to copy.
  if (!isCanvas(event.target) || window.getSelection()?.isCollapsed === false) return
  if (copy(event.type === 'cut')) event.preventDefault()
}

function onPaste(event: ClipboardEvent): void {
  if (!isCanvas(event.target)) return
  event.preventDefault()
  if (mayEdit()) paste(event.clipboardData?.getData('text/plain') ?? '')
}

/** Listens to the keyboard for the canvas. @returns what stops it */
export function listen(): () => void {
  const stop = new AbortController()
  const { signal } = stop
  document.addEventListener('keydown', onKeyDown, { signal })
  document.addEventListener('keyup', onKeyUp, { signal })
  document.addEventListener('pointerdown', onPointerDown, { signal, capture: true })
  document.addEventListener('copy', onCopy, { signal })
  document.addEventListener('cut', onCopy, { signal })
  document.addEventListener('paste', onPaste, { signal })
  return () => stop.abort()
}
