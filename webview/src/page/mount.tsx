import { Component, type ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import './mount.css'

interface State {
  readonly error?: unknown
}

/** Without it one mistake of ours leaves an empty page, and nobody is told why. */
class Boundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = {}

  static getDerivedStateFromError(error: unknown): State {
    return { error }
  }

  override componentDidCatch(error: unknown): void {
    reportError(error)
  }

  override render(): ReactNode {
    const { error } = this.state
    if (error === undefined) return this.props.children
    return (
      <div className="not-drawn" role="alert">
        <p>This could not be drawn: {error instanceof Error ? error.message : String(error)}</p>
        <p>The job and its text are as they were.</p>
        <button type="button" onClick={() => this.setState({ error: undefined })}>
          Draw it again
        </button>
      </div>
    )
  }
}

/** Shows what one of our pages is made of. */
export function mount(page: ReactNode): void {
  createRoot(document.getElementById('root')!).render(<Boundary>{page}</Boundary>)
}
