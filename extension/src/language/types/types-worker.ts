import { parentPort, workerData } from 'node:worker_threads'
import type { FromWorker, ToWorker, WorkerData } from './messages.ts'
import { Projects } from './projects.ts'

/** The main module of the thread that the checker runs in: a first program may take seconds. */

const { superseded, ...options } = workerData as WorkerData
const projects = new Projects(options)

parentPort!.on('message', (message: ToWorker) => {
  if (message.type === 'text') {
    const { path, version, text } = message
    projects.open(path, text === undefined ? undefined : { version, text })
  } else if (message.type === 'changed') {
    projects.changed(message.paths, message.structure)
  } else if (message.type === 'draft') {
    const { id, path, draft, question } = message
    answer({ type: 'answer', id, answer: projects.draft(path, draft, question) })
  } else if (message.type === 'newErrors') {
    const { id, path, plan } = message
    answer({ type: 'answer', id, answer: projects.newErrors(path, plan) })
  } else {
    const { id, path, places } = message
    answer({ type: 'types', id, types: projects.types(path, places, () => Atomics.load(superseded, 0) >= id) })
  }
})

function answer(message: FromWorker): void {
  parentPort!.postMessage(message)
}
