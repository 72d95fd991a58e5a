import { theHost } from '../../state/session.ts'
import { say, useEditor } from '../../state/store.ts'
import { mermaid } from './mermaid.ts'
import { diagramSvg, type Look, type Measure, type Picture } from './svg.ts'

/** Pixels of a PNG for each of the diagram's. */
const SCALE = 2
/** What Chromium draws at all: no side longer, no more pixels in all. */
const MAX_SIDE = 16_384
const MAX_PIXELS = 120_000_000

export function copyMermaid(): void {
  const { diagram } = useEditor.getState()
  if (diagram === undefined || !something()) return
  theHost().tell({ type: 'copyText', text: mermaid(diagram) })
  say('Copied the diagram as Mermaid.')
}

export function exportSvg(): Promise<void> {
  return save('svg', async ({ svg }) => ({ name: 'diagram.svg', content: svg }))
}

export function exportPng(): Promise<void> {
  return save('png', async (picture) => ({ name: 'diagram.png', content: await png(picture), base64: true }))
}

async function save(
  kind: string,
  content: (picture: Picture) => Promise<{ name: string; content: string; base64?: true }>,
): Promise<void> {
  const { diagram } = useEditor.getState()
  if (diagram === undefined || !something()) return
  try {
    const file = await content(diagramSvg(diagram, look(), measureIn(document.createElement('canvas'))))
    const saved = await theHost().request('saveFile', file)
    if (saved !== null) say(`Saved ${saved}.`)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    say(`The diagram was not saved as ${kind.toUpperCase()}: ${why}`, 'warning')
  }
}

function something(): boolean {
  const { diagram } = useEditor.getState()
  if (diagram && diagram.nodes.length > 0) return true
  say('There is nothing to export: the diagram is empty.', 'warning')
  return false
}

/** The SVG as a bitmap, in base64. */
async function png({ svg, width, height }: Picture): Promise<string> {
  const most = Math.min(MAX_SIDE / width, MAX_SIDE / height, Math.sqrt(MAX_PIXELS / (width * height)))
  const scale = Math.min(SCALE, most)
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = Math.floor(width * scale)
  canvas.height = Math.floor(height * scale)
  canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height)
  return canvas.toDataURL('image/png').split(',')[1]
}

function measureIn(canvas: HTMLCanvasElement): Measure {
  const context = canvas.getContext('2d')!
  return (text, size, font) => {
    context.font = `${size}px ${font}`
    return context.measureText(text).width
  }
}

/** The theme's colours, as they are now. The first variable that the theme has counts. */
function look(): Look {
  const style = getComputedStyle(document.documentElement)
  const value = (...names: readonly string[]) => {
    for (const name of names) {
      const found = style.getPropertyValue(`--vscode-${name}`).trim()
      if (found !== '') return found
    }
    return 'currentColor'
  }
  return {
    background: value('editor-background'),
    text: value('foreground', 'editor-foreground'),
    quiet: value('descriptionForeground', 'foreground'),
    box: value('editorWidget-background', 'editor-background'),
    border: value('contrastBorder', 'editorWidget-border', 'widget-border', 'foreground'),
    line: value('contrastBorder', 'descriptionForeground', 'foreground'),
    accent: value('symbolIcon-functionForeground', 'icon-foreground', 'foreground'),
    error: value('editorError-foreground', 'errorForeground', 'foreground'),
    warning: value('editorWarning-foreground', 'foreground'),
    font: value('font-family'),
    codeFont: value('editor-font-family', 'font-family'),
  }
}
