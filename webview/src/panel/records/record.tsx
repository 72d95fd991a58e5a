import { memo, useState } from 'react'
import { JsonView } from 'react-json-view-lite'
import type { PanelRecord } from '../../shared/index.ts'
import type { RecordsReader } from './records-reader.ts'

interface Props {
  readonly record: PanelRecord
  readonly reader: RecordsReader
  readonly asJson: boolean
  readonly ticked: boolean
  readonly pinned: boolean
  /** Among records of several edges: of which it is. */
  readonly edgeShown?: boolean
}

/** One record: who sent it to whom, its key, its time, and itself. */
export const Record = memo(function Record({ record, reader, asJson, ticked, pinned, edgeShown }: Props) {
  const { from, to, key, time, edge } = record
  const what = `record ${record.text.slice(0, 60)}`
  return (
    <li className="record">
      <input
        type="checkbox"
        aria-label={`Select ${what}`}
        checked={ticked}
        onChange={(event) => reader.tick(record, event.target.checked)}
      />
      <button
        type="button"
        className="tool-button"
        aria-pressed={pinned}
        aria-label={`${pinned ? 'Unpin' : 'Pin'} ${what}`}
        title={pinned ? 'Unpin' : 'Pin: it stays when the run has ended'}
        onClick={() => reader.post({ type: 'pin', record, pinned: !pinned })}
      >
        <span className={`codicon codicon-${pinned ? 'pinned' : 'pin'}`} aria-hidden="true" />
      </button>
      <div className="facts">
        {edgeShown ? <span className="edge">{edge}</span> : null}
        <span className="way">{to === undefined ? from : `${from} → ${to}`}</span>
        {key === undefined ? null : <span className="key">key {key}</span>}
        {time === undefined ? null : <time>{clock(time)}</time>}
      </div>
      <Value record={record} asJson={asJson} />
    </li>
  )
})

/** A record in one line that opens as a tree; as JSON, or where there is nothing to open, its text. */
export function Value({ record, asJson }: ValueProps) {
  const [open, setOpen] = useState(false)
  const { text, json, cut } = record
  const opens = !asJson && json && !cut && /^(\{"|\[[^\]])/.test(text)
  const shown = (
    <code className="value">
      {text}
      {cut ? <span className="cut">… cut</span> : null}
    </code>
  )
  if (!opens) return shown
  return (
    <details className="opens" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{open ? <span className="punctuation">{text[0] === '{' ? 'object' : 'list'}</span> : shown}</summary>
      {open ? <JsonView data={treeOf(text)} style={STYLE} shouldExpandNode={isNear} clickToExpandNode /> : null}
    </details>
  )
}

interface ValueProps {
  readonly record: Pick<PanelRecord, 'text' | 'json' | 'cut'>
  readonly asJson: boolean
}

function treeOf(text: string): object {
  try {
    return JSON.parse(text) as object
  } catch (error) {
    return { problem: (error as Error).message }
  }
}

const isNear = (level: number, value: unknown) => level < 1 && Object.keys(value as object).length <= 12

const pad = (value: number, digits = 2) => String(value).padStart(digits, '0')

/** `14:03:59.120` */
function clock(time: number): string {
  const date = new Date(time)
  const [hours, minutes, seconds] = [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => pad(part))
  return `${hours}:${minutes}:${seconds}.${pad(date.getMilliseconds(), 3)}`
}

const STYLE = {
  ...{ container: 'tree', basicChildStyle: 'member', childFieldsContainer: 'members', label: 'name' },
  ...{ clickableLabel: 'name', punctuation: 'punctuation', collapsedContent: 'collapsed' },
  ...{ expandIcon: 'fold codicon codicon-chevron-right', collapseIcon: 'fold codicon codicon-chevron-down' },
  ...{ stringValue: 'string', numberValue: 'number', booleanValue: 'constant', nullValue: 'constant' },
  ...{ undefinedValue: 'constant', otherValue: 'constant', stringifyStringValues: true, quotesForFieldNames: false },
  ariaLables: { collapseJson: 'Fold', expandJson: 'Unfold' },
}
