/** Below an element of the diagram, in the pane's pixels: where a list that belongs to it opens. */
export function paneSpot(element: Element): { x: number; y: number } {
  const pane = element.closest('.react-flow')!.getBoundingClientRect()
  const { left, bottom } = element.getBoundingClientRect()
  return { x: Math.round(left - pane.left), y: Math.round(bottom - pane.top) + 4 }
}
