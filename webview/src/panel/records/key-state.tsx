import { useEffect, useState } from 'react'
import type { KeptState } from '../../shared/index.ts'
import { Value } from './record.tsx'
import type { Look, RecordsReader } from './records-reader.ts'

interface Props {
  readonly reader: RecordsReader
  readonly look: Look
  /** Absent before the job has answered, or where none runs. */
  readonly kept: KeptState | undefined
  readonly runs: boolean
  readonly asJson: boolean
}

const TYPED_MS = 250

/** What a keyed operator keeps for one key. */
export function KeyState({ reader, look, kept, runs, asJson }: Props) {
  const [key, setKey] = useState(look.key)
  useEffect(() => {
    if (key === look.key) return
    const timer = setTimeout(() => reader.look({ ...look, key }), TYPED_MS)
    return () => clearTimeout(timer)
  }, [reader, key, look])
  const { operators = [], operator, keys = [], entries = [], more, problem } = kept ?? {}
  return (
    <section className="key-state" aria-label="State of a key">
      <h2>State of a key</h2>
      {operators.length === 0 ? (
        <p className="nothing">
          {runs
            ? kept
              ? 'No operator of this job keeps anything by key.'
              : 'Asking the job…'
            : 'A job keeps state while it runs: no job is running here.'}
        </p>
      ) : (
        <>
          <div className="choice">
            <select
              aria-label="Keyed operator"
              value={operator}
              onChange={(event) => reader.look({ operator: event.target.value, key })}
            >
              {operators.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
            <input
              type="text"
              aria-label="Key"
              placeholder="Key"
              list="keys"
              spellCheck={false}
              value={key}
              onChange={(event) => setKey(event.target.value)}
            />
            <datalist id="keys">
              {keys.map(({ typed, text }) => (
                <option key={typed} value={typed}>
                  {text}
                </option>
              ))}
            </datalist>
          </div>
          {key === '' ? (
            <ul className="some-keys" aria-label="Keys">
              {keys.map(({ typed, text }) => (
                <li key={typed}>
                  <button type="button" className="place" title={text} onClick={() => setKey(typed)}>
                    {typed}
                  </button>
                </li>
              ))}
              {more ? <li className="facts">and more</li> : null}
              {keys.length === 0 ? <li className="facts">It has seen no key yet.</li> : null}
            </ul>
          ) : null}
          {problem ? <p className="problem">{problem}</p> : null}
          {key !== '' && key === kept?.key && entries.length === 0 && !problem ? (
            <p className="nothing">Nothing is kept for {key}.</p>
          ) : null}
          <dl>
            {entries.map(({ name, window, key, text }) => (
              <div key={`${name} ${window}`}>
                <dt title={key}>
                  {name}
                  {window === undefined ? '' : ` · window to ${new Date(window).toISOString()}`}
                </dt>
                <dd>
                  <Value record={{ text, json: true }} asJson={asJson} />
                </dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </section>
  )
}
