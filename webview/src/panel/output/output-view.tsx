import { useEffect } from 'react'
import { useStore } from 'zustand'
import { FindBar } from './find-bar.tsx'
import { Lines } from './lines.tsx'
import type { OutputReader } from './output-reader.ts'
import { RunStatus } from './run-status.tsx'
import { Toolbar } from './toolbar.tsx'

/** The view "Output": the lines of a run, under what says how it goes and what filters them. */
export function OutputView({ reader }: { readonly reader: OutputReader }) {
  const { told, output, find } = useStore(reader.store)
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'f' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return
      event.preventDefault()
      const input = document.querySelector<HTMLInputElement>('.find input')
      if (input) input.select()
      else if (reader.store.getState().told?.run) reader.find(selectedText())
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [reader])
  if (!told) return null
  const { run, runs } = told
  if (!run) {
    return (
      <p className="nothing">
        Run a job to see its output here.{' '}
        <button type="button" className="place" onClick={() => reader.post({ type: 'runJob' })}>
          Run the job that is open
        </button>
      </p>
    )
  }
  const closeFind = () => {
    reader.find(undefined)
    document.querySelector<HTMLElement>('.lines')?.focus()
  }
  return (
    <>
      <RunStatus
        run={run}
        runs={runs}
        show={(id) => reader.post({ type: 'show', run: id })}
        open={(place) => reader.post({ type: 'open', place })}
        debug={() => reader.post({ type: 'debugRecord', run: run.id })}
      />
      <Toolbar reader={reader} />
      {find === undefined ? null : <FindBar reader={reader} close={closeFind} />}
      {output.end === output.first ? <NoLines reader={reader} /> : <Lines reader={reader} />}
      {output.following ? null : <FollowButton reader={reader} />}
    </>
  )
}

/** Why there is nothing to see, and what can be done about it. */
function NoLines({ reader }: { readonly reader: OutputReader }) {
  const { told } = useStore(reader.store)
  const { kept = 0, run } = told ?? {}
  if (kept === 0) {
    return (
      <p className="nothing">{run?.endedAt === undefined ? 'Nothing has been printed yet.' : 'Nothing was printed.'}</p>
    )
  }
  return (
    <p className="nothing">
      No line passes the filter.{' '}
      <button type="button" className="place" onClick={() => reader.showEverything()}>
        Show all lines
      </button>
    </p>
  )
}

/** `↓ Follow (1,234 new)` */
function FollowButton({ reader }: { readonly reader: OutputReader }) {
  const news = useStore(reader.store, ({ output, pausedAt }) => output.hostEnd - pausedAt)
  return (
    <button type="button" className="follow" title="Follow the end (End)" onClick={() => reader.follow(true)}>
      ↓ Follow{news > 0 ? ` (${news.toLocaleString('en')} new)` : ''}
    </button>
  )
}

/** What somebody has selected in a line, to begin a search with. */
function selectedText(): string {
  return getSelection()?.toString().split('\n', 1)[0] ?? ''
}
