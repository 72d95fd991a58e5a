import { parentPort } from 'node:worker_threads'
import { layOut } from './lay-out.ts'
import type { Layout, LayoutRequest } from './layout.ts'

/** What a layout thread answers to a request. */
export type LayoutAnswer = { readonly layout: Layout } | { readonly error: string }

// The first layout of a thread takes ELK much longer than those that follow.
const boxes = ['one', 'other'].map((key) => ({ key, width: 80, height: 60 }))
void layOut({ nodes: boxes, edges: [{ source: 'one', target: 'other' }], direction: 'right' })

/** The main module of a layout thread: takes a `LayoutRequest` at a time. See `LayoutThread`. */
parentPort?.on('message', async (request: LayoutRequest) => {
  let answer: LayoutAnswer
  try {
    answer = { layout: await layOut(request) }
  } catch (error) {
    answer = { error: error instanceof Error ? error.message : String(error) }
  }
  parentPort?.postMessage(answer)
})
