import { ReactFlowProvider } from 'reactflow'
import { useActs } from './around/acts.ts'
import { Banners } from './around/banners.tsx'
import { KeysList } from './around/keys-list.tsx'
import { Question } from './around/question.tsx'
import { StatusLine } from './around/status-line.tsx'
import { Toolbar } from './around/toolbar.tsx'
import { Canvas } from './canvas/canvas.tsx'
import { RunBanner } from './canvas/live/run-banner.tsx'
import { Inspector } from './inspector/inspector.tsx'
import { useEditor } from './state/store.ts'

/** The whole page: the canvas, and what lies around it. */
export function Editor() {
  const known = useEditor(({ diagram }) => diagram !== undefined)
  if (!known) return null
  return (
    <ReactFlowProvider>
      <Page />
    </ReactFlowProvider>
  )
}

function Page() {
  useActs()
  const stale = useEditor(({ diagram }) => diagram?.stale !== undefined)
  return (
    <>
      <Toolbar />
      <Banners />
      <RunBanner />
      <div className="workspace">
        <main className={stale ? 'pane stale' : 'pane'}>
          <Canvas />
          <Question />
        </main>
        <Inspector />
      </div>
      <StatusLine />
      <KeysList />
    </>
  )
}
