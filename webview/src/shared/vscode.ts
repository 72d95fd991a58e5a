interface VSCodeApi {
  postMessage(message: unknown): void
  getState(): unknown
  setState(state: unknown): void
}

declare function acquireVsCodeApi(): VSCodeApi

/** The host as a webview sees it. VS Code hands it out once, so each webview calls this once. */
export function host<From, To>(): {
  post(message: From): void
  onMessage(listener: (message: To) => void): () => void
  /** What the webview has kept; undefined at first. */
  state(): unknown
  /** Keeps plain data for when the webview is loaded again. */
  keep(state: unknown): void
} {
  const api = acquireVsCodeApi()
  return {
    post: (message) => api.postMessage(message),
    onMessage(listener) {
      const handle = (event: MessageEvent) => listener(event.data as To)
      window.addEventListener('message', handle)
      return () => window.removeEventListener('message', handle)
    },
    state: () => api.getState(),
    keep: (state) => api.setState(state),
  }
}
