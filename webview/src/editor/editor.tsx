import { ReactFlowProvider } from 'reactflow'
import { Canvas } from './canvas/canvas.tsx'
import { Inspector } from './inspector/inspector.tsx'
import { useEditor } from './state/store.ts'

/** The whole page: the canvas, and what lies around it. */
export function Editor() {
  const notices = useEditor(({ diagram }) => diagram?.notices)
  const known = useEditor(({ diagram }) => diagram !== undefined)
  if (!known) return null
  return (
    <ReactFlowProvider>
      {notices && notices.length > 0 ? (
        <div className="notices" role="status">
          {notices.map((notice) => (
            <div key={notice}>
              <span className="codicon codicon-info" aria-hidden="true" /> {notice}
            </div>
          ))}
        </div>
      ) : null}
      <div className="workspace">
        <Canvas />
        <Inspector />
      </div>
    </ReactFlowProvider>
  )
}
