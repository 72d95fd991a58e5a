import { MessageChannel, type MessagePort } from 'node:worker_threads'

/** A chunk, the end, or an error. */
type FromCoordinator = { readonly chunk: Uint8Array } | { readonly end: true } | { readonly error: string }

/**
 * The job's standard input, read by the coordinator on behalf of a worker thread: a blocking read in the worker could
 * not be ended. One chunk is under way at a time.
 *
 * @param request hands the coordinator its end
 */
export async function* stdinChunks(request: (port: MessagePort) => void): AsyncGenerator<Uint8Array> {
  const { port1, port2 } = new MessageChannel()
  const arrived: FromCoordinator[] = []
  let notify: (() => void) | undefined
  port1.on('message', (message: FromCoordinator) => {
    arrived.push(message)
    notify?.()
  })
  request(port2)
  try {
    for (;;) {
      port1.postMessage('next')
      while (arrived.length === 0) {
        await new Promise<void>((resolve) => {
          notify = resolve
        })
      }
      const message = arrived.shift()!
      if ('error' in message) throw new Error(`standard input cannot be read: ${message.error}`)
      if ('end' in message) return
      yield message.chunk
    }
  } finally {
    port1.close()
  }
}

/** The coordinator's end: sends a chunk each time it is asked for one. */
export function serveStdin(port: MessagePort): void {
  const chunks = process.stdin[Symbol.asyncIterator]()
  port.on('message', () => {
    chunks.next().then(
      ({ done, value }) => {
        if (done) port.postMessage({ end: true })
        else {
          const chunk = new Uint8Array(typeof value === 'string' ? Buffer.from(value) : value)
          port.postMessage({ chunk }, [chunk.buffer as ArrayBuffer])
        }
      },
      (error: Error) => port.postMessage({ error: error.message }),
    )
  })
  port.on('close', () => process.stdin.pause().unref?.())
  port.unref()
}
