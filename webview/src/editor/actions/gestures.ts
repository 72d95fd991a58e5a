/** One thing that a hand can do to the diagram. */
export interface Gesture {
  readonly id: string
  readonly group: 'Select' | 'Draw' | 'Change' | 'View'
  /** Keys or a movement, as people read them. */
  readonly hands: string
  readonly does: string
  /** The keys that the diagram listens to: modifiers in the order Ctrl, Alt, Shift. Ctrl is also the Mac's Command. */
  readonly keys?: readonly string[]
}

const ARROWS = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown']
const withArrows = (modifiers: string) => ARROWS.map((arrow) => `${modifiers}+${arrow}`)

/** Every gesture and key of the diagram: what listens to keys, and every list that shows them, reads this. */
export const gestures = [
  { id: 'walk', group: 'Select', hands: 'Arrow keys', does: 'Walk along the flow, and among neighbours', keys: ARROWS },
  {
    ...{ id: 'extend', group: 'Select', hands: 'Shift+arrow keys', keys: withArrows('Shift') },
    does: 'Walk, and keep what is selected',
  },
  { id: 'edgeIn', group: 'Select', hands: '[', does: 'Select the arrow that leads in; again: the next', keys: ['['] },
  { id: 'edgeOut', group: 'Select', hands: ']', does: 'Select the arrow that leads out; again: the next', keys: [']'] },
  { id: 'selectAll', group: 'Select', hands: 'Ctrl+A', does: 'Select all', keys: ['Ctrl+a'] },
  {
    id: 'leave',
    group: 'Select',
    hands: 'Escape',
    does: 'Leave: close what is open, select nothing',
    keys: ['Escape'],
  },
  { id: 'marquee', group: 'Select', hands: 'Drag on the empty canvas', does: 'Select what is inside; Shift adds' },
  { id: 'pick', group: 'Select', hands: 'Shift+click, Ctrl+click', does: 'Add to the selection' },
  {
    ...{ id: 'typeAhead', group: 'Draw', hands: 'Space, or double click on the empty canvas', keys: ['Space'] },
    does: 'Add an operator: type what',
  },
  { id: 'addAfter', group: 'Draw', hands: 'A', does: 'Add behind what is selected', keys: ['a'] },
  { id: 'addBefore', group: 'Draw', hands: 'I', does: 'Insert before what is selected', keys: ['i'] },
  { id: 'palette', group: 'Draw', hands: 'P', does: 'Show or hide the palette', keys: ['p'] },
  {
    ...{ id: 'dragEntry', group: 'Draw', hands: 'Drag from the palette' },
    does: 'Add by itself, on an arrow, or behind the box it is dropped on',
  },
  {
    ...{ id: 'chooseTarget', group: 'Draw', hands: 'C, arrow keys, Enter', keys: ['c'] },
    does: 'Connect what is selected with an input; C again: from its next output',
  },
  {
    ...{ id: 'dragPort', group: 'Draw', hands: 'Drag from an output' },
    does: 'Connect; on the empty canvas: add what comes next',
  },
  {
    ...{ id: 'dragEnd', group: 'Draw', hands: "Drag a selected arrow's end" },
    does: 'Let it begin at another output, or lead to another input',
  },
  {
    ...{ id: 'strategy', group: 'Change', hands: 'S', keys: ['s'] },
    does: 'Choose how the selected arrow partitions records',
  },
  { id: 'inspect', group: 'Change', hands: 'Enter', does: 'Edit in the inspector', keys: ['Enter'] },
  {
    ...{ id: 'showText', group: 'Change', hands: 'F12, or double click', keys: ['F12'] },
    does: "Go to the operator's text",
  },
  { id: 'breakpoint', group: 'Change', hands: 'F9', does: 'Set or remove a breakpoint in its function', keys: ['F9'] },
  { id: 'remove', group: 'Change', hands: 'Delete', does: 'Delete, and close the gap', keys: ['Delete', 'Backspace'] },
  { id: 'copy', group: 'Change', hands: 'Ctrl+C, Ctrl+X', does: 'Copy or cut, as TypeScript' },
  { id: 'paste', group: 'Change', hands: 'Ctrl+V', does: 'Paste operators, or TypeScript from anywhere' },
  { id: 'duplicate', group: 'Change', hands: 'Ctrl+D', does: 'Duplicate', keys: ['Ctrl+d'] },
  { id: 'move', group: 'Change', hands: 'Drag a box', does: 'Move it; onto an arrow: put it there' },
  {
    ...{ id: 'nudge', group: 'Change', hands: 'Alt+arrow keys' },
    ...{ does: 'Move by 8 pixels; with Shift by 40', keys: [...withArrows('Alt'), ...withArrows('Alt+Shift')] },
  },
  { id: 'undo', group: 'Change', hands: 'Ctrl+Z, Ctrl+Y', does: 'Undo, redo: one step a gesture' },
  { id: 'pan', group: 'View', hands: 'Wheel, Space+drag, middle button', does: 'Pan' },
  { id: 'zoom', group: 'View', hands: 'Ctrl+wheel, pinch', does: 'Zoom' },
  { id: 'zoomIn', group: 'View', hands: '+', does: 'Zoom in', keys: ['+', '='] },
  { id: 'zoomOut', group: 'View', hands: '-', does: 'Zoom out', keys: ['-'] },
  { id: 'zoomReset', group: 'View', hands: '0', does: 'Zoom to 100 %', keys: ['0'] },
  { id: 'fit', group: 'View', hands: '1', does: 'Fit the whole diagram', keys: ['1'] },
  { id: 'fitSelection', group: 'View', hands: '2', does: 'Fit what is selected', keys: ['2'] },
  {
    ...{ id: 'preview', group: 'View', hands: 'V', keys: ['v'] },
    does: 'Preview: run up to what is selected on the first records, without sinks',
  },
  { id: 'records', group: 'View', hands: 'R', does: 'Show the records of what is selected', keys: ['r'] },
  { id: 'find', group: 'View', hands: 'Ctrl+F', does: 'Find an operator', keys: ['Ctrl+f'] },
  { id: 'shortcuts', group: 'View', hands: '?', does: 'Show this list', keys: ['?'] },
] as const satisfies readonly Gesture[]

type Listed = (typeof gestures)[number]

/** Those with keys. */
export type KeyGesture = Extract<Listed, { readonly keys: readonly string[] }>['id']

const byKey = new Map<string, KeyGesture>(
  gestures.flatMap((gesture) =>
    'keys' in gesture ? gesture.keys.map((key): [string, KeyGesture] => [key, gesture.id]) : [],
  ),
)

/** What a key means on the canvas. */
export function gestureOf(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>) {
  const { key, ctrlKey, metaKey, altKey, shiftKey } = event
  const name = key === ' ' ? 'Space' : key.length === 1 ? key.toLowerCase() : key
  // A sign that takes Shift to type is the sign.
  const shift = shiftKey && (key.length > 1 || /[a-z ]/i.test(key))
  return byKey.get(
    [...(ctrlKey || metaKey ? ['Ctrl'] : []), ...(altKey ? ['Alt'] : []), ...(shift ? ['Shift'] : []), name].join('+'),
  )
}
