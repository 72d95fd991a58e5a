/** One thing that hands can do. README has the same list, and so does the page that `?` opens. */
export interface Gesture {
  readonly id: string
  readonly group: 'Add' | 'Change' | 'Select' | 'Move around' | 'View'
  /** Keys in backticks. */
  readonly gesture: string
  readonly does: string
}

export const gestures: readonly Gesture[] = [
  { id: 'add', group: 'Add', gesture: '`Space`, or double click on the empty canvas', does: 'search for what to add' },
  { id: 'plus', group: 'Add', gesture: '`+` on a box or an arrow', does: 'add behind it, or in between' },
  { id: 'text', group: 'Move around', gesture: '`F12`, or double click on a box', does: 'go to its text' },
  { id: 'find', group: 'Move around', gesture: '`Ctrl+F`', does: 'find by name, kind or code' },
  { id: 'pan', group: 'View', gesture: 'wheel, `Space`+drag, or middle button', does: 'move the canvas' },
  { id: 'zoom', group: 'View', gesture: '`Ctrl`+wheel, or pinch', does: 'zoom' },
  { id: 'keys', group: 'View', gesture: '`?`', does: 'show this list' },
]
