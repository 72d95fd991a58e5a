import type { PhysicalGraph, ToPhysicalGraph } from '../../shared/index.ts'

interface Props {
  readonly graph: PhysicalGraph
  readonly of: Extract<ToPhysicalGraph, { type: 'graph' }>['of']
}

/** What colours and bars mean; before a run, only of what can be seen then. */
export function Legend({ graph, of }: Props) {
  const skewed = graph.lanes.some(({ parallelism }) => parallelism > 1)
  return (
    <dl className="legend" aria-label="Legend">
      <Row sign="thread">stripe: its thread</Row>
      {of === 'text' ? null : (
        <>
          <Row sign="busy">busy</Row>
          <Row sign="high">back-pressured</Row>
          <Row sign="waiting">waiting</Row>
          {skewed ? <Row sign="skew">share of records; tick: mean</Row> : null}
          <Row sign="line">channel nearly empty</Row>
          <Row sign="line low">over 10 % full</Row>
          <Row sign="line most">over 50 % full</Row>
        </>
      )}
    </dl>
  )
}

function Row({ sign, children }: { readonly sign: string; readonly children: string }) {
  return (
    <div>
      <dt aria-hidden="true" className={sign} />
      <dd>{children}</dd>
    </div>
  )
}
