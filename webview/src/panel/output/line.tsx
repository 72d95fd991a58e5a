import { memo } from 'react'
import type { PanelLine, PanelLink } from '../../shared/index.ts'
import { styledParts } from './ansi.ts'
import { type Piece, stretchesOf } from './pieces.ts'

/** How many colours there are for operators. */
const COLOURS = 6

interface Props {
  readonly line: PanelLine
  readonly marked: RegExp | undefined
  /** Whether the keyboard is in this line, and its links can be reached. */
  readonly active: boolean
  /** Whether all of a long text is shown. */
  readonly whole: boolean
  readonly open: (link: PanelLink) => void
  readonly setWhole: (whole: boolean) => void
}

/** What a line says: who printed it, and the text with its colours, its links and what was found. */
export const Line = memo(function Line({ line, marked, active, whole, open, setWhole }: Props) {
  const { text, from, operator, links = [], wholeLength } = line
  return (
    // biome-ignore lint/a11y/useSemanticElements: of the many lines only those in view are there, which no table allows
    // biome-ignore lint/a11y/useFocusableInteractive: the keyboard is in the grid, which says where it is
    <span role="gridcell" className="cell">
      {from ? (
        <span className={`from colour-${(operator ?? 0) % COLOURS}`} title={from}>
          {from}
        </span>
      ) : null}
      <span className="text">
        {stretchesOf(styledParts(text), links, marked).map(({ start, link, pieces }) =>
          link ? (
            <Link key={start} link={link} active={active} open={open} pieces={pieces} />
          ) : (
            <Pieces key={start} pieces={pieces} />
          ),
        )}
        {wholeLength === undefined ? null : (
          <button type="button" className="whole" tabIndex={active ? 0 : -1} onClick={() => setWhole(!whole)}>
            {whole ? 'Show less' : `… Show all ${wholeLength.toLocaleString('en')} characters`}
          </button>
        )}
      </span>
    </span>
  )
})

interface LinkProps {
  readonly link: PanelLink
  readonly active: boolean
  readonly open: (link: PanelLink) => void
  readonly pieces: readonly Piece[]
}

function Link({ link, active, open, pieces }: LinkProps) {
  const { to } = link
  return (
    // biome-ignore lint/a11y/useSemanticElements: an anchor with an address is opened by the window itself, unasked
    <span
      role="link"
      className="link"
      tabIndex={active ? 0 : -1}
      title={'url' in to ? to.url : `${to.path}${to.line === undefined ? '' : `:${to.line}`}`}
      onClick={() => {
        // Who has selected a part of it wants to copy.
        if (getSelection()?.isCollapsed !== false) open(link)
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter') return
        event.stopPropagation()
        open(link)
      }}
    >
      <Pieces pieces={pieces} />
    </span>
  )
}

function Pieces({ pieces }: { readonly pieces: readonly Piece[] }) {
  return pieces.map(({ text, style, marked }, index) => {
    if (marked) return <mark key={index}>{style ? <span style={style}>{text}</span> : text}</mark>
    return style ? (
      <span key={index} style={style}>
        {text}
      </span>
    ) : (
      text
    )
  })
}
