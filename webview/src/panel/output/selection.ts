/** Rows that are selected, from where the selection began to where the keyboard is. */
export interface Selection {
  readonly anchor: number
  readonly active: number
}

export const isSelected = ({ anchor, active }: Selection, row: number) =>
  row >= Math.min(anchor, active) && row <= Math.max(anchor, active)

/** The selected rows; `to` is exclusive. */
export const rangeOf = ({ anchor, active }: Selection) => ({
  from: Math.min(anchor, active),
  to: Math.max(anchor, active) + 1,
})

/** Selects a row; with `extend`, everything from where the selection began to it. */
export function select(selection: Selection | undefined, row: number, extend: boolean): Selection {
  return { anchor: extend && selection ? selection.anchor : row, active: row }
}
