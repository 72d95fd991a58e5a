import { useStore } from 'zustand'
import { quantities } from '../../shared/index.ts'
import { COLOURS } from './colours.ts'
import type { MetricsReader } from './metrics-reader.ts'
import { clockText, countText, valueText } from './numbers.ts'

/** What was measured of each operator: now, at the cursor's time, or when the job has ended on average. */
export function ValuesTable({ reader }: { readonly reader: MetricsReader }) {
  const { told, samples, cursor, hidden, pausedAt } = useStore(reader.store)
  const { operators = [], average } = told ?? {}
  const sample = cursor === undefined ? undefined : samples.find(({ at }) => at === cursor)
  const last = pausedAt === undefined ? samples.at(-1) : samples.findLast(({ at }) => at <= pausedAt)
  const values = sample?.values ?? average ?? last?.values
  const when = sample ? `at ${clockText(sample.at)}` : average ? 'on average' : last ? `at ${clockText(last.at)}` : ''
  return (
    // biome-ignore lint/a11y/useSemanticElements: no fields to fill in
    // biome-ignore lint/a11y/noNoninteractiveTabindex: in a narrow panel it is scrolled by keys
    <div className="table" role="group" aria-label="Values" tabIndex={0}>
      <table>
        <caption>{`All records, and rates ${when}`}</caption>
        <thead>
          <tr>
            <th scope="col">Operator</th>
            <th scope="col">All in</th>
            <th scope="col">All out</th>
            {quantities.map(({ id, title }) => (
              <th key={id} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {operators.map(({ id, name, recordsIn, recordsOut }, index) =>
            hidden.has(id) ? null : (
              <tr key={id}>
                <th scope="row" className={`colour-${id % COLOURS}`}>
                  {name}
                </th>
                <td>{countText(recordsIn)}</td>
                <td>{countText(recordsOut)}</td>
                {quantities.map(({ id: quantity, unit }, row) => (
                  <td key={quantity}>{valueText(values?.[row][index], unit)}</td>
                ))}
              </tr>
            ),
          )}
        </tbody>
      </table>
    </div>
  )
}
