import { type PhysicalGraph, percentText } from '../../../shared/index.ts'
import { rateText, several, shortCount } from '../numbers-text.ts'
import { laneName, rateOf, recordsOf } from '../reading.ts'
import { useGraph } from '../state.ts'
import { OperatorLine, To } from './parts.tsx'

/** A longer table nobody reads; the graph has the rest. */
const MOST_ROWS = 500

/** The tasks of a lane: those with most records first. */
export function LaneFacts({ graph, lane: at }: { readonly graph: PhysicalGraph; readonly lane: number }) {
  const numbers = useGraph((state) => state.numbers)
  const skew = useGraph((state) => state.skew?.[at])
  const lane = graph.lanes[at]
  const indexes = [...Array(lane.parallelism).keys()]
  if (numbers) {
    indexes.sort((a, b) => recordsOf(graph, lane, b, numbers) - recordsOf(graph, lane, a, numbers) || a - b)
  }
  return (
    <>
      <h2>{laneName(graph, lane)}</h2>
      <p>{several(lane.parallelism, 'instance')}</p>
      <ul className="operators">
        {lane.operators.map((id) => (
          <li key={id}>
            <OperatorLine graph={graph} id={id} />
          </li>
        ))}
      </ul>
      <table>
        <thead>
          <tr>
            <th scope="col">Instance</th>
            <th scope="col">Thread</th>
            {numbers ? (
              <>
                <th scope="col">Records</th>
                <th scope="col">Rate</th>
                <th scope="col">Busy</th>
                <th scope="col">Back-pressured</th>
                {skew ? <th scope="col">Of the mean</th> : null}
              </>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {indexes.slice(0, MOST_ROWS).map((index) => (
            <tr key={index}>
              <th scope="row">
                <To thing={{ kind: 'task', task: lane.first + index }}>{`[${index}]`}</To>
              </th>
              <td>{graph.threadOf[lane.first + index]}</td>
              {numbers ? (
                <>
                  <td>{shortCount(recordsOf(graph, lane, index, numbers))}</td>
                  <td>{rateText(rateOf(graph, lane, index, numbers))}</td>
                  <td>{percentText(numbers.busy[lane.first + index])}</td>
                  <td>{percentText(numbers.backPressured[lane.first + index])}</td>
                  {skew ? <td>{`${skew[index].toFixed(2)} ×`}</td> : null}
                </>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
      {indexes.length > MOST_ROWS ? <p>{`and ${several(indexes.length - MOST_ROWS, 'more instance')}`}</p> : null}
    </>
  )
}
