/** The colours of the theme, and the font, as a canvas takes them. */
export interface Palette {
  readonly font: string
  readonly foreground: string
  readonly muted: string
  readonly lane: string
  readonly laneBorder: string
  readonly task: string
  readonly taskBorder: string
  readonly focus: string
  readonly hover: string
  readonly selected: string
  readonly label: string
  readonly line: string
  readonly busy: string
  readonly waiting: string
  readonly low: string
  readonly high: string
  /** Of threads, in turns. */
  readonly threads: readonly string[]
  /** The system's own colours: what differs by colour must differ in another way too. */
  readonly forced: boolean
}

const variable = (name: string, otherwise: string) => `var(--vscode-${name}, ${otherwise})`
const blue = variable('charts-blue', '#3794ff')
const purple = variable('charts-purple', '#b180d7')
const orange = variable('charts-orange', '#d18616')
const green = variable('charts-green', '#388a34')
const red = variable('charts-red', '#f14c4c')
const yellow = variable('charts-yellow', '#cca700')
const foreground = variable('foreground', '#808080')
const muted = variable('descriptionForeground', foreground)
/** What is behind the canvas. */
const ground = variable('panel-background', variable('editor-background', 'transparent'))

const THEMED = {
  foreground,
  muted,
  lane: `color-mix(in srgb, ${foreground} 5%, ${ground})`,
  laneBorder: variable('contrastBorder', `color-mix(in srgb, ${foreground} 25%, transparent)`),
  task: variable('editor-background', 'transparent'),
  taskBorder: variable('contrastBorder', `color-mix(in srgb, ${foreground} 30%, transparent)`),
  focus: variable('focusBorder', foreground),
  hover: variable('contrastActiveBorder', `color-mix(in srgb, ${foreground} 60%, transparent)`),
  selected: variable('contrastActiveBorder', variable('focusBorder', foreground)),
  label: ground,
  line: muted,
  busy: green,
  waiting: `color-mix(in srgb, ${foreground} 18%, transparent)`,
  low: yellow,
  high: red,
}

const FORCED: typeof THEMED = {
  ...{ foreground: 'CanvasText', muted: 'CanvasText', lane: 'Canvas', laneBorder: 'CanvasText', task: 'Canvas' },
  ...{ taskBorder: 'CanvasText', focus: 'Highlight', hover: 'Highlight', selected: 'Highlight', label: 'Canvas' },
  ...{ line: 'GrayText', busy: 'CanvasText', waiting: 'Canvas', low: 'LinkText', high: 'Highlight' },
}

const THREADS = [
  blue,
  purple,
  orange,
  `color-mix(in srgb, ${blue}, ${green})`,
  `color-mix(in srgb, ${purple}, ${red})`,
  `color-mix(in srgb, ${orange}, ${yellow})`,
  `color-mix(in srgb, ${blue}, ${purple})`,
  muted,
]

export function readPalette(): Palette {
  const forced = matchMedia('(forced-colors: active)').matches
  const probe = document.createElement('span')
  probe.hidden = true
  document.body.append(probe)
  const read = (color: string) => {
    probe.style.cssText = `forced-color-adjust: none; color: ${color}`
    return getComputedStyle(probe).color
  }
  const names = Object.keys(THEMED) as (keyof typeof THEMED)[]
  const colors = forced ? FORCED : THEMED
  const palette = {
    ...(Object.fromEntries(names.map((name) => [name, read(colors[name])])) as Record<keyof typeof THEMED, string>),
    font: getComputedStyle(document.body).fontFamily,
    threads: forced ? [read('CanvasText')] : THREADS.map(read),
    forced,
  }
  probe.remove()
  return palette
}

/** Calls a function when the theme has changed: VS Code writes it into the page's root and body. */
export function onThemeChange(listener: () => void): () => void {
  const observer = new MutationObserver(listener)
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] })
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-kind'] })
  const forced = matchMedia('(forced-colors: active)')
  forced.addEventListener('change', listener)
  return () => {
    observer.disconnect()
    forced.removeEventListener('change', listener)
  }
}
