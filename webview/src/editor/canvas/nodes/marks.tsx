import type { DiagramNode, DiagramProblem } from '../../../shared/index.ts'

const TITLES = { window: 'Windows', timer: 'Timers', state: 'Keyed state' } as const

/** The small signs at a box's upper right: windows, timers, number of instances, problems. */
export function Marks({ node: { marks, parallelism, problems } }: { readonly node: DiagramNode }) {
  const serious = problems.filter(({ severity }) => severity !== 'hint')
  return (
    <>
      {marks.map((mark) => (
        <span key={mark} className="mark" role="img" title={TITLES[mark]} aria-label={TITLES[mark]}>
          {mark === 'window' ? <WindowMark /> : <span className={`codicon codicon-${ICONS[mark]}`} />}
        </span>
      ))}
      {parallelism === 1 || parallelism === '…' ? null : <Instances parallelism={parallelism} />}
      {serious.length > 0 ? <ProblemBadge problems={serious} /> : null}
    </>
  )
}

const ICONS = { timer: 'watch', state: 'database' } as const

/** Two windows on a time line. */
function WindowMark() {
  return (
    <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
      <path d="M1 12.5H15M2.5 12.5V5H7V12.5M9 12.5V5H13.5V12.5" fill="none" stroke="currentColor" strokeWidth="1.2" />
    </svg>
  )
}

function Instances({ parallelism }: { readonly parallelism: number | string }) {
  const sentence = typeof parallelism === 'number' ? `${parallelism} instances` : `Parallelism: ${parallelism}`
  return (
    <span className="instances" role="img" title={sentence} aria-label={sentence}>
      ×{parallelism}
    </span>
  )
}

function ProblemBadge({ problems }: { readonly problems: readonly DiagramProblem[] }) {
  const severity = problems.some((problem) => problem.severity === 'error') ? 'error' : 'warning'
  const text = problems.map(({ message }) => message).join('\n')
  return (
    <span className={`problem ${severity} codicon codicon-${severity}`} role="img" title={text} aria-label={text} />
  )
}
