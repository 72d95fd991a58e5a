import type { PhysicalGraph } from '../../../shared/index.ts'
import { select, setTables, useGraph } from '../state.ts'
import { Button } from '../toolbar.tsx'
import { AllLanes } from './all-lanes.tsx'
import { BundleFacts } from './bundle-facts.tsx'
import { LaneFacts } from './lane-facts.tsx'
import { TaskFacts } from './task-facts.tsx'

/** What is drawn, in words and numbers: of what is chosen, else of the whole job. */
export function Tables({ graph }: { readonly graph: PhysicalGraph }) {
  const selected = useGraph((state) => state.selected)
  const close = () => {
    select(undefined)
    setTables(false)
  }
  return (
    <section className="tables" aria-label={selected ? 'Details' : 'Tables'}>
      <div className="close">
        {selected ? <Button icon="arrow-left" label="All operators" onClick={() => showAll()} /> : null}
        <Button icon="close" label="Close" onClick={close} />
      </div>
      {selected === undefined ? <AllLanes graph={graph} /> : null}
      {selected?.kind === 'lane' ? <LaneFacts graph={graph} lane={selected.lane} /> : null}
      {selected?.kind === 'task' ? <TaskFacts graph={graph} task={selected.task} /> : null}
      {selected?.kind === 'bundle' ? <BundleFacts graph={graph} bundle={selected.bundle} /> : null}
    </section>
  )
}

function showAll(): void {
  setTables(true)
  select(undefined)
}
