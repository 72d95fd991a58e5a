import { type PhysicalGraph, percentText } from '../../../shared/index.ts'
import { partners } from '../channels.ts'
import { count, several } from '../numbers-text.ts'
import { instancesOf, laneOf, taskName } from '../reading.ts'
import { useGraph } from '../state.ts'
import { ChannelTable, type Row } from './channel-table.tsx'
import { OperatorLine, Rate, Times } from './parts.tsx'

/** Everything that is known of one task: how it spends its time, its operators' numbers, its channels. */
export function TaskFacts({ graph, task }: { readonly graph: PhysicalGraph; readonly task: number }) {
  const numbers = useGraph((state) => state.numbers)
  const at = laneOf(graph, task)
  const lane = graph.lanes[at]
  const index = task - lane.first
  const share = useGraph((state) => state.skew?.[at]?.[index])
  const watched = numbers?.watched?.task === task ? numbers.watched : undefined
  const more = watched?.operators ?? []
  const some = {
    skipped: more.some(({ skipped }) => skipped > 0),
    late: more.some(({ late }) => late > 0),
    watermark: more.some(({ watermark }) => watermark !== undefined),
  }
  return (
    <>
      <h2>{taskName(graph, task)}</h2>
      <p>
        {`Instance ${index} of ${lane.parallelism}, thread ${graph.threadOf[task]}`}
        {share === undefined ? '' : `, ${share.toFixed(2)} × the mean of its operator`}
        {watched?.progress === undefined ? '' : `, ${percentText(watched.progress)} read`}
      </p>
      {numbers ? <Times busy={numbers.busy[task]} backPressured={numbers.backPressured[task]} /> : null}
      <table>
        <thead>
          <tr>
            <th scope="col">Operator</th>
            {numbers ? (
              <>
                <th scope="col">In</th>
                <th scope="col">Out</th>
                <th scope="col">Rate</th>
                {some.skipped ? <th scope="col">Skipped</th> : null}
                {some.late ? <th scope="col">Late</th> : null}
                {some.watermark ? <th scope="col">Watermark</th> : null}
              </>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {lane.operators.map((id, place) => {
            const instance = instancesOf(lane, place) + index
            const { skipped = 0, late = 0, watermark } = more[place] ?? {}
            return (
              <tr key={id}>
                <th scope="row">
                  <OperatorLine graph={graph} id={id} />
                </th>
                {numbers ? (
                  <>
                    <td>{count(numbers.recordsIn[instance])}</td>
                    <td>{count(numbers.recordsOut[instance])}</td>
                    <td>
                      <Rate of={numbers.inPerSecond[instance]} />
                    </td>
                    {some.skipped ? <td>{count(skipped)}</td> : null}
                    {some.late ? <td>{count(late)}</td> : null}
                    {some.watermark ? <td>{watermark === undefined ? '' : dateText(watermark)}</td> : null}
                  </>
                ) : null}
              </tr>
            )
          })}
        </tbody>
      </table>
      <Channels graph={graph} lane={at} index={index} side="to" />
      <Channels graph={graph} lane={at} index={index} side="from" />
    </>
  )
}

interface ChannelsProps {
  readonly graph: PhysicalGraph
  readonly lane: number
  readonly index: number
  /** `to`: those it reads from. */
  readonly side: 'from' | 'to'
}

function Channels({ graph, lane, index, side }: ChannelsProps) {
  const rows = graph.bundles.flatMap((bundle): Row[] => {
    if (bundle[side] !== lane) return []
    return partners(graph, bundle, side, index).map((other) => ({
      bundle,
      ...(side === 'to' ? { from: other, to: index } : { from: index, to: other }),
    }))
  })
  if (rows.length === 0) return null
  return (
    <>
      <h3>{`${side === 'to' ? 'Reads' : 'Writes'} ${several(rows.length, 'channel')}`}</h3>
      <ChannelTable graph={graph} rows={rows} ends={side === 'to' ? 'from' : 'to'} />
    </>
  )
}

/** Watermarks of jobs whose timestamps are not the time of day are small numbers. */
function dateText(milliseconds: number): string {
  return Math.abs(milliseconds) < 10_000_000_000 || Math.abs(milliseconds) > 8.64e15
    ? count(milliseconds)
    : new Date(milliseconds).toISOString().replace('T', ' ').replace('Z', '')
}
