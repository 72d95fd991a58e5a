// The same codec over the same ring between two threads, and nothing else: encode, copy, decode.
import { isMainThread, Worker, workerData } from 'node:worker_threads'
import { createRing, RingReader, RingWriter } from '../../../runtime/dist/execution/channels/index.js'
import { BatchDecoder, BatchEncoder } from '../../../runtime/dist/execution/codec/index.js'
import { pairs } from '../jobs/pairs.mjs'

const BATCH = 1024
const NOTHING = new Uint8Array(0)

if (isMainThread) {
  const count = Number(process.argv[2])
  const ring = createRing(2 ** 20)
  const ready = new Int32Array(new SharedArrayBuffer(4))
  new Worker(new URL(import.meta.url), { workerData: { ring, ready, count } })
  const reader = new RingReader(ring)
  const decoder = new BatchDecoder()
  Atomics.wait(ready, 0, 0)
  const start = performance.now()
  let received = 0
  while (received < count) {
    reader.read((message) => {
      received += decoder.decode(message).length
    }, 64)
  }
  console.log(JSON.stringify({ records: received, ms: performance.now() - start }))
} else {
  const { ring, ready, count } = workerData
  const writer = new RingWriter(ring)
  const encoder = new BatchEncoder()
  Atomics.store(ready, 0, 1)
  Atomics.notify(ready, 0)
  for (let sent = 0; sent < count; sent += BATCH) {
    const from = sent & (pairs.length - 1)
    const bytes = encoder.encode(pairs.slice(from, from + Math.min(BATCH, count - sent)))
    while (!writer.write(NOTHING, bytes)) writer.resume()
  }
  while (!writer.resume()) {}
}
