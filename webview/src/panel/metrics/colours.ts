/** How many colours there are; the lines of more operators have other dashes. */
export const COLOURS = 6
const DASHES: readonly (readonly number[])[] = [[], [6, 3], [2, 2], [8, 3, 2, 3]]

/** What charts are drawn with, as the theme has it. */
export interface ChartColours {
  readonly line: (id: number) => string
  readonly text: string
  readonly grid: string
  readonly font: string
  /** Whether the window has its own colours, so that lines differ by their dashes alone. */
  readonly forced: boolean
}

/** Reads the colours of the theme. */
export function chartColours(): ChartColours {
  const style = getComputedStyle(document.body)
  const font = `11px ${style.fontFamily}`
  if (matchMedia('(forced-colors: active)').matches) {
    return { line: () => 'CanvasText', text: 'CanvasText', grid: 'GrayText', font, forced: true }
  }
  const colours = operatorColours()
  const text = style.getPropertyValue('--chart-text').trim()
  const grid = style.getPropertyValue('--chart-grid').trim()
  return { line: (id) => colours[id % COLOURS], text, grid, font, forced: false }
}

/** Those that `colour-0`, `colour-1`, .. stand for. */
function operatorColours(): string[] {
  const probe = document.body.appendChild(document.createElement('span'))
  const colours = Array.from({ length: COLOURS }, (_, index) => {
    probe.className = `colour-${index}`
    return getComputedStyle(probe).getPropertyValue('--operator').trim()
  })
  probe.remove()
  return colours
}

/** Lengths of strokes and gaps, pixels; none: a whole line. */
export function dashOf(id: number, { forced }: ChartColours): number[] {
  const dash = forced ? id : Math.floor(id / COLOURS)
  return [...DASHES[dash % DASHES.length]]
}

/** Calls a function when the theme has changed. Returns what ends that. */
export function onThemeChange(listener: () => void): () => void {
  const observer = new MutationObserver(listener)
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] })
  observer.observe(document.body, { attributes: true, attributeFilter: ['class'] })
  const forced = matchMedia('(forced-colors: active)')
  forced.addEventListener('change', listener)
  return () => {
    observer.disconnect()
    forced.removeEventListener('change', listener)
  }
}
