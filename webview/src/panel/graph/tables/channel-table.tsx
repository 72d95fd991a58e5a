import type { Bundle, PhysicalGraph } from '../../../shared/index.ts'
import { several, shortCount } from '../numbers-text.ts'
import { taskName } from '../reading.ts'
import { useGraph } from '../state.ts'
import { Fill, Rate, To } from './parts.tsx'

export interface Row {
  readonly bundle: Bundle
  /** Instances. */
  readonly from: number
  readonly to: number
}

interface Props {
  readonly graph: PhysicalGraph
  readonly rows: readonly Row[]
  /** Which ends are named. */
  readonly ends: 'from' | 'to' | 'both'
}

const MOST_ROWS = 100
/** The host asks for no more at a time. */
const MEASURED = 20_000

/** Channels, the fullest first, then those that carried most. */
export function ChannelTable({ graph, rows, ends }: Props) {
  const channels = useGraph((state) => state.channels)
  const live = useGraph((state) => state.numbers !== undefined)
  const reported = rows.map((row) => ({ ...row, report: channels?.of(row.bundle.edgeId, row.from, row.to) }))
  const known = reported.some(({ report }) => report !== undefined)
  if (known) {
    reported.sort(
      (a, b) => (b.report?.fill ?? 0) - (a.report?.fill ?? 0) || (b.report?.records ?? 0) - (a.report?.records ?? 0),
    )
  }
  return (
    <>
      {live && !known && rows.length > MEASURED ? <p>These are too many to be measured one by one.</p> : null}
      <table>
        <thead>
          <tr>
            {ends === 'to' ? null : <th scope="col">From</th>}
            {ends === 'from' ? null : (
              <th scope="col" className="end">
                To
              </th>
            )}
            {ends === 'both' ? null : <th scope="col">Strategy</th>}
            {known ? (
              <>
                <th scope="col">Records</th>
                <th scope="col">Rate</th>
                <th scope="col">Full</th>
              </>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {reported.slice(0, MOST_ROWS).map(({ bundle, from, to, report }) => (
            <tr key={`${bundle.edgeId} ${from} ${to}`}>
              {ends === 'to' ? null : <End graph={graph} task={graph.lanes[bundle.from].first + from} />}
              {ends === 'from' ? null : <End graph={graph} task={graph.lanes[bundle.to].first + to} />}
              {ends === 'both' ? null : <td>{bundle.strategy}</td>}
              {known ? (
                <>
                  <td>{report ? shortCount(report.records) : ''}</td>
                  <td>
                    <Rate of={report?.perSecond} />
                  </td>
                  <td>
                    <Fill share={report?.fill} />
                  </td>
                </>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > MOST_ROWS ? <p>{`and ${several(rows.length - MOST_ROWS, 'more channel')}`}</p> : null}
    </>
  )
}

function End({ graph, task }: { readonly graph: PhysicalGraph; readonly task: number }) {
  return (
    <td className="end">
      <To thing={{ kind: 'task', task }}>{taskName(graph, task)}</To>
    </td>
  )
}
