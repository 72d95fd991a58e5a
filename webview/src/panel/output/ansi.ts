import Anser from 'anser'
import type { CSSProperties } from 'react'

/** A part of a text that looks the same all along. */
export interface Styled {
  readonly text: string
  readonly style?: CSSProperties
}

/** Escape sequences that change no colour: cursor moves, titles, links. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they begin with one
const OTHER_SEQUENCES = /\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b\[[0-?]*[ -/]*[@-ln-~]|\x1b[@-Z\\^_]/g

/** The visible text in its styles. The colours are those of the theme's terminal. */
export function styledParts(text: string): readonly Styled[] {
  if (!text.includes('\x1b')) return [{ text }]
  return Anser.ansiToJson(text.replace(OTHER_SEQUENCES, ''), { use_classes: true, remove_empty: true }).map(
    ({ content, fg, bg, fg_truecolor, bg_truecolor, decorations }) => {
      const style = styleOf(colour(fg, fg_truecolor), colour(bg, bg_truecolor), decorations)
      return style ? { text: content, style } : { text: content }
    },
  )
}

function styleOf(
  color: string | undefined,
  backgroundColor: string | undefined,
  decorations: readonly string[],
): CSSProperties | undefined {
  if (!color && !backgroundColor && decorations.length === 0) return undefined
  const has = (name: string) => decorations.includes(name)
  const lines = [has('underline') ? 'underline' : '', has('strikethrough') ? 'line-through' : ''].filter(Boolean)
  return {
    ...(color ? { color } : {}),
    ...(backgroundColor ? { backgroundColor } : {}),
    ...(has('bold') ? { fontWeight: 'bold' } : {}),
    ...(has('italic') ? { fontStyle: 'italic' } : {}),
    ...(has('dim') ? { opacity: 0.7 } : {}),
    ...(has('hidden') ? { visibility: 'hidden' } : {}),
    ...(lines.length > 0 ? { textDecoration: lines.join(' ') } : {}),
  }
}

/** @param name as Anser has it: `ansi-bright-red`, `ansi-palette-208`, `ansi-truecolor` */
function colour(name: string | null, trueColour: string | null): string | undefined {
  if (!name) return undefined
  if (name === 'ansi-truecolor') return `rgb(${trueColour})`
  const palette = /^ansi-palette-(\d+)$/.exec(name)
  if (palette) return paletteColour(Number(palette[1]))
  const words = name.split('-').slice(1)
  return `var(--vscode-terminal-ansi${words.map((word) => word[0].toUpperCase() + word.slice(1)).join('')})`
}

/** Colours 16 to 255 of a terminal: a cube of 6 by 6 by 6, and 24 greys. */
function paletteColour(index: number): string {
  if (index >= 232) {
    const grey = 8 + 10 * (index - 232)
    return `rgb(${grey}, ${grey}, ${grey})`
  }
  const level = (n: number) => (n % 6 === 0 ? 0 : 55 + 40 * (n % 6))
  const n = index - 16
  return `rgb(${level(Math.floor(n / 36))}, ${level(Math.floor(n / 6))}, ${level(n)})`
}
