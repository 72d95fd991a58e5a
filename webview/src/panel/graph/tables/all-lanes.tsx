import { type PhysicalGraph, percentText } from '../../../shared/index.ts'
import { laneName, total } from '../reading.ts'
import { useGraph } from '../state.ts'
import { Fill, Rate, To } from './parts.tsx'

/** Every lane and every bundle of the job, a row each. */
export function AllLanes({ graph }: { readonly graph: PhysicalGraph }) {
  const numbers = useGraph((state) => state.numbers)
  const skew = useGraph((state) => state.skew)
  const mean = (list: readonly number[], first: number, count: number) =>
    percentText(list.slice(first, first + count).reduce((sum, share) => sum + share, 0) / count)
  return (
    <>
      <h2>Operators</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">Task</th>
            <th scope="col">Instances</th>
            {numbers ? (
              <>
                <th scope="col">In</th>
                <th scope="col">Out</th>
                <th scope="col">Busy</th>
                <th scope="col">Back-pressured</th>
                <th scope="col">Skew</th>
              </>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {graph.lanes.map((lane, at) => (
            <tr key={lane.first}>
              <th scope="row">
                <To thing={{ kind: 'lane', lane: at }}>{laneName(graph, lane)}</To>
              </th>
              <td>{lane.parallelism}</td>
              {numbers ? (
                <>
                  <td>
                    <Rate of={total(lane, 0, numbers.inPerSecond)} />
                  </td>
                  <td>
                    <Rate of={total(lane, lane.operators.length - 1, numbers.outPerSecond)} />
                  </td>
                  <td>{mean(numbers.busy, lane.first, lane.parallelism)}</td>
                  <td>{mean(numbers.backPressured, lane.first, lane.parallelism)}</td>
                  <td>{skew?.[at] ? `${Math.max(...skew[at]).toFixed(1)} ×` : ''}</td>
                </>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
      <h2>Channels</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">From and to</th>
            <th scope="col">Strategy</th>
            <th scope="col">Channels</th>
            {numbers ? (
              <>
                <th scope="col">Records</th>
                <th scope="col">Fullest</th>
              </>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {graph.bundles.map(({ edgeId, source, target, strategy, channels }, at) => (
            <tr key={edgeId}>
              <th scope="row">
                <To thing={{ kind: 'bundle', bundle: at }}>
                  {`${graph.operators[source].name} to ${graph.operators[target].name}`}
                </To>
              </th>
              <td>{strategy}</td>
              <td>{channels}</td>
              {numbers ? (
                <>
                  <td>
                    <Rate of={numbers.bundlePerSecond[at]} />
                  </td>
                  <td>
                    <Fill share={numbers.bundleFill[at]} />
                  </td>
                </>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
