import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { RecordsFilter, RecordsMessage } from '../../shared/index.ts'
import { ToolButton } from '../parts/tool-button.tsx'
import type { RecordsReader } from './records-reader.ts'

/** A filter is asked for when somebody has stopped typing it for so long, milliseconds. */
const TYPED_MS = 250

/** Which records are shown, of which edge, and what can be done with them. */
export function Toolbar({ reader, told }: { readonly reader: RecordsReader; readonly told: RecordsMessage }) {
  const { asJson, look, ticked } = useStore(reader.store)
  const { mode, has, pinned } = told
  // Of these a test is made: what somebody has ticked, else what is pinned.
  const records = ticked.size > 0 ? [...ticked.values()] : pinned
  return (
    <div className="toolbar" role="toolbar" aria-label="Records">
      {has.run && has.preview ? (
        <select
          aria-label="Records of"
          value={mode}
          onChange={(event) => reader.post({ type: 'mode', mode: event.target.value as 'live' | 'preview' })}
        >
          <option value="live">Run</option>
          <option value="preview">Preview</option>
        </select>
      ) : null}
      {mode === 'live' && told.edges.length > 0 ? <EdgeList reader={reader} told={told} /> : null}
      <Filter reader={reader} told={told} />
      <span className="buttons">
        <ToolButton icon="json" label="As JSON" pressed={asJson} onClick={() => reader.showAsJson(!asJson)} />
        {mode === 'live' ? (
          <ToolButton
            icon="key"
            label="State of a key"
            pressed={look !== undefined}
            onClick={() => reader.look(look ? undefined : { key: '' })}
          />
        ) : null}
        <ToolButton
          icon="copy"
          label={`Copy ${ticked.size > 0 ? 'selected' : 'pinned'} records as test input`}
          disabled={records.length === 0}
          onClick={() => reader.post({ type: 'copyInput', records })}
        />
        <ToolButton
          icon="beaker"
          label="New test for this job"
          onClick={() => reader.post({ type: 'newTest', records })}
        />
      </span>
    </div>
  )
}

function EdgeList({ reader, told }: { readonly reader: RecordsReader; readonly told: RecordsMessage }) {
  return (
    <select
      className="edges"
      aria-label="Edge"
      value={told.edge}
      onChange={(event) => reader.post({ type: 'edge', edge: event.target.value })}
    >
      {told.edges.map(({ id, label, strategy, job }) => (
        <option key={id} value={id}>
          {[job, label, strategy].filter((part) => part !== undefined).join(' · ')}
        </option>
      ))}
    </select>
  )
}

/** The text that records have, or an expression that the job asks them for. */
function Filter({ reader, told }: { readonly reader: RecordsReader; readonly told: RecordsMessage }) {
  const { filter: asked, mode, run, progress } = told
  const [typed, setTyped] = useState<RecordsFilter>(asked)
  const { kind, text } = typed
  useEffect(() => {
    if (typed.kind === asked.kind && typed.text === asked.text) return
    const timer = setTimeout(() => reader.post({ type: 'filter', filter: typed }), TYPED_MS)
    return () => clearTimeout(timer)
  }, [reader, typed, asked.kind, asked.text])
  const isAsked = mode === 'live' && run?.ended === false
  return (
    <>
      <span className="filter">
        <input
          type="text"
          aria-label="Filter"
          placeholder={kind === 'text' ? 'Filter: text' : 'record.delay > 15'}
          spellCheck={false}
          value={text}
          aria-invalid={progress?.problem !== undefined}
          aria-describedby="progress"
          onChange={(event) => setTyped({ kind, text: event.target.value })}
        />
      </span>
      {isAsked || kind === 'expression' ? (
        <select
          aria-label="Kind of filter"
          title="An expression of record and key is evaluated in the job's process"
          value={kind}
          onChange={(event) => setTyped({ kind: event.target.value as RecordsFilter['kind'], text })}
        >
          <option value="text">Text</option>
          <option value="expression">Expression</option>
        </select>
      ) : null}
      <span className={progress?.problem ? 'progress problem' : 'progress'} id="progress">
        {progress ? progressText(progress) : ''}
      </span>
    </>
  )
}

const numeral = (count: number) => count.toLocaleString('en')

/** `12 of 3,400 match`, and what keeps the filter from going on. */
function progressText({ looked, matched, problem }: NonNullable<RecordsMessage['progress']>): string {
  const counts = looked > 0 ? `${numeral(matched)} of ${numeral(looked)} match` : ''
  return [counts, problem].filter(Boolean).join(' · ')
}
