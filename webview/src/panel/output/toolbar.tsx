import { useStore } from 'zustand'
import { ToolButton } from '../parts/tool-button.tsx'
import type { OutputReader } from './output-reader.ts'

/** What the output is filtered by, how much of it passes, and what can be done with it. */
export function Toolbar({ reader }: { readonly reader: OutputReader }) {
  const { filter, told, wrap, output } = useStore(reader.store)
  const operators = told?.operators ?? []
  const known = filter.operator === undefined || operators.includes(filter.operator)
  return (
    <div className="toolbar" role="toolbar" aria-label="Output">
      <span className="filter">
        <input
          type="text"
          aria-label="Filter"
          placeholder="Filter: text or /expression/"
          spellCheck={false}
          value={filter.text}
          aria-invalid={told?.problem !== undefined}
          aria-describedby="counts"
          onChange={(event) => reader.filterBy({ text: event.target.value })}
        />
      </span>
      <select
        aria-label="Operator"
        value={filter.operator ?? ''}
        onChange={(event) => reader.filterBy({ operator: event.target.value || undefined })}
      >
        <option value="">All operators</option>
        {[...operators, ...(known ? [] : [filter.operator!])].map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
      <select
        aria-label="Stream"
        value={filter.stream}
        onChange={(event) => reader.filterBy({ stream: event.target.value as 'all' | 'errors' })}
      >
        <option value="all">All lines</option>
        <option value="errors">Errors</option>
      </select>
      <span className="buttons">
        <ToolButton icon="search" label="Find" keys="Ctrl+F" onClick={() => reader.find('')} />
        <ToolButton icon="word-wrap" label="Wrap lines" pressed={wrap} onClick={() => reader.setWrap(!wrap)} />
        <ToolButton icon="copy" label="Copy all" onClick={() => reader.post({ type: 'copyAll' })} />
        <ToolButton icon="save-as" label="Save as…" onClick={() => reader.post({ type: 'saveAs' })} />
      </span>
      <span className={told?.problem ? 'counts problem' : 'counts'} id="counts">
        {told?.problem ?? countsText(output.hostEnd - output.hostFirst, told?.kept ?? 0, told?.dropped ?? 0)}
      </span>
    </div>
  )
}

const numeral = (count: number) => count.toLocaleString('en')

/** `17 of 10,000 lines · 2,345,678 earlier lines were dropped` */
function countsText(passing: number, kept: number, dropped: number): string {
  const lines = kept === 1 ? 'line' : 'lines'
  const counts = passing === kept ? `${numeral(kept)} ${lines}` : `${numeral(passing)} of ${numeral(kept)} ${lines}`
  if (dropped === 0) return counts
  return `${counts} · ${dropped === 1 ? '1 earlier line was' : `${numeral(dropped)} earlier lines were`} dropped`
}
