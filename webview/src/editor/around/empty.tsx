import { openTypeAhead } from '../actions/adding.ts'
import { theHost } from '../state/session.ts'
import { useEditor } from '../state/store.ts'
import './empty.css'

interface Start {
  readonly icon: string
  readonly title: string
  readonly says: string
  readonly run: () => void
}

const source: Start = {
  icon: 'add',
  title: 'Add a source',
  says: 'Where records come from: a file, a list, a generator.',
  run: () => openTypeAhead('canvas'),
}
const template: Start = {
  icon: 'new-file',
  title: 'Start from a template',
  says: 'Word count, windows or a join, ready to run.',
  run: () => theHost().tell({ type: 'command', command: 'newJob' }),
}
const sample: Start = {
  icon: 'beaker',
  title: 'Open a sample',
  says: 'Small jobs that show one thing each.',
  run: () => theHost().tell({ type: 'command', command: 'openSample' }),
}
const text: Start = {
  icon: 'go-to-file',
  title: 'Show the text',
  says: 'Here is nothing to draw.',
  run: () => theHost().tell({ type: 'showLine', line: 1 }),
}

/** What one can do where there is nothing to see yet. It lies over the canvas, on which one can draw all the same. */
export function Empty() {
  // Boxes come when they are laid out: until then there are operators, and no boxes.
  const nothing = useEditor(({ diagram }) => diagram?.environments.every(({ operators }) => operators === 0) === true)
  const empty = useEditor(({ diagram }) => diagram?.empty === true)
  const isJob = useEditor(({ diagram }) => diagram?.isJob === true)
  const adding = useEditor((state) => state.adding !== undefined)
  if (!nothing || adding) return null
  if (empty) {
    return (
      <Starts root="empty-job" title="An empty job" says="Three ways to begin:" starts={[source, template, sample]} />
    )
  }
  if (isJob) {
    return (
      <Starts
        root="no-operators"
        title="No operators yet"
        says="Every job begins with a source."
        starts={[source, text]}
      />
    )
  }
  return (
    <Starts
      root="no-job"
      title="This file is not a job"
      says="A job imports millrace and makes an Environment."
      starts={[text, template]}
    />
  )
}

function Starts({
  root,
  title,
  says,
  starts,
}: {
  readonly root: string
  readonly title: string
  readonly says: string
  readonly starts: readonly Start[]
}) {
  return (
    <section className={`empty ${root}`} aria-label={title}>
      <h2>{title}</h2>
      <p>{says}</p>
      {starts.map((start) => (
        <button type="button" key={start.title} onClick={start.run}>
          <span className={`codicon codicon-${start.icon}`} aria-hidden="true" />
          <span className="words">
            <span>{start.title}</span>
            <span className="says">{start.says}</span>
          </span>
        </button>
      ))}
    </section>
  )
}
