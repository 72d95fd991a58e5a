import { useMemo } from 'react'
import { type PhysicalGraph, percentText } from '../../../shared/index.ts'
import { eachChannel } from '../channels.ts'
import { count, rateText, several } from '../numbers-text.ts'
import { showRecords, useGraph } from '../state.ts'
import { Button } from '../toolbar.tsx'
import { ChannelTable, type Row } from './channel-table.tsx'
import { OperatorLine } from './parts.tsx'

/** One edge between two lanes, with its channels. */
export function BundleFacts({ graph, bundle: at }: { readonly graph: PhysicalGraph; readonly bundle: number }) {
  const numbers = useGraph((state) => state.numbers)
  const hasRun = useGraph(({ shown }) => shown?.type === 'graph' && shown.of !== 'text')
  const bundle = graph.bundles[at]
  const { source, target, strategy, channels } = bundle
  const rows = useMemo(() => {
    const found: Row[] = []
    eachChannel(graph, bundle, (from, to) => found.push({ bundle, from, to }))
    return found
  }, [graph, bundle])
  return (
    <>
      <h2>
        {`${graph.operators[source].name} to ${graph.operators[target].name}`}
        {hasRun ? <Button icon="list-flat" label="Show records" onClick={() => showRecords(bundle.edgeId)} /> : null}
      </h2>
      <p>
        {[
          strategy,
          several(channels, 'channel'),
          ...(numbers ? [`${count(numbers.bundleRecords[at])} records`, rateText(numbers.bundlePerSecond[at])] : []),
          ...(numbers ? [`fullest channel ${percentText(numbers.bundleFill[at])}`] : []),
        ]
          .filter((part) => part !== '')
          .join(', ')}
      </p>
      <ul className="operators">
        {[source, target].map((id) => (
          <li key={id}>
            <OperatorLine graph={graph} id={id} />
          </li>
        ))}
      </ul>
      <ChannelTable graph={graph} rows={rows} ends="both" />
    </>
  )
}
