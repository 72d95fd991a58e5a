import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, useState } from 'react'
import type { FromOutput, host, ToOutput } from '../shared/index.ts'
import { endOf, noLines, pull, withLines } from './output-lines.ts'
import { RunStatus } from './run-status.tsx'

const LINE_HEIGHT = 18

interface Props {
  readonly host: ReturnType<typeof host<FromOutput, ToOutput>>
}

/** The lines of a run, under a line that says how it goes. It stays at the end unless somebody has scrolled away. */
export function OutputView({ host }: Props) {
  const [output, setOutput] = useState(noLines)
  const scroller = useRef<HTMLDivElement>(null)
  const atEnd = useRef(true)

  useEffect(() => {
    let known = noLines
    let asked = false
    let changed = false
    const ask = () => {
      changed = asked
      if (asked) return
      asked = true
      host.post(pull(known))
    }
    const stop = host.onMessage((message) => {
      if (message.type === 'lines') {
        asked = false
        known = withLines(known, message)
        setOutput(known)
        if (changed || endOf(known) < message.end) ask()
      } else {
        ask()
      }
    })
    ask()
    return stop
  }, [host])

  const { lines, first, run } = output
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_HEIGHT,
    getItemKey: (index) => first + index,
    overscan: 20,
  })
  const end = endOf(output)
  useEffect(() => {
    if (atEnd.current && scroller.current) scroller.current.scrollTop = scroller.current.scrollHeight
  }, [end])

  return (
    <>
      {run ? <RunStatus run={run} /> : null}
      {run === undefined && lines.length === 0 ? <p className="nothing">Run a job to see its output here.</p> : null}
      <div
        ref={scroller}
        className="lines"
        role="log"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
          atEnd.current = scrollTop + clientHeight >= scrollHeight - LINE_HEIGHT
        }}
      >
        <div className="all" style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(({ key, index, start }) => {
            const { text, stream, from } = lines[index]
            return (
              <div key={key} className={`line ${stream}`} style={{ transform: `translateY(${start}px)` }}>
                {from ? <span className="from">{from}</span> : null}
                <span className="text">{text}</span>
              </div>
            )
          })}
        </div>
      </div>
    </>
  )
}
