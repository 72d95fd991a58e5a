import type { FromDiagram, host, RequestName, Requests, ToDiagram } from '../../shared/index.ts'

type Host = ReturnType<typeof host<FromDiagram, ToDiagram>>

interface Waiting {
  readonly resolve: (result: never) => void
  readonly reject: (error: Error) => void
}

/** The diagram's way to the host: what is asked is answered, what is told is not. */
export class HostClient {
  private readonly host: Host
  private readonly waiting = new Map<number, Waiting>()
  private asked = 0

  constructor(host: Host) {
    this.host = host
    host.onMessage((message) => {
      if (message.type !== 'answer' && message.type !== 'failed') return
      const waiting = this.waiting.get(message.id)
      this.waiting.delete(message.id)
      if (message.type === 'answer') waiting?.resolve(message.result as never)
      else waiting?.reject(new Error(message.message))
    })
  }

  /** @throws Error with a sentence for the user when the host could not answer */
  request<Name extends RequestName>(name: Name, params: Requests[Name]['params']): Promise<Requests[Name]['result']> {
    const id = this.asked++
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve: resolve as Waiting['resolve'], reject })
      this.host.post({ type: 'request', id, name, params } as FromDiagram)
    })
  }

  tell(message: Exclude<FromDiagram, { type: 'request' }>): void {
    this.host.post(message)
  }

  onMessage(listener: (message: ToDiagram) => void): () => void {
    return this.host.onMessage(listener)
  }
}
