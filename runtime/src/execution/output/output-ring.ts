import { RingReader, RingWriter } from '../channels/index.ts'

/** Bytes of a thread's output that the coordinator has not read. */
export const OUTPUT_RING = 256 * 1024
/** Longest piece of text written as one message, in code units: a longer one would need a copy outside of the ring. */
const PIECE = 16 * 1024
/** How long a thread that waits for room sleeps before it looks again, in ms. */
const PATIENCE = 1_000
const HEADER = 12

export interface OutputPiece {
  readonly stream: 'stdout' | 'stderr'
  /** Task id of the instance that printed, or -1. */
  readonly task: number
  readonly operatorId: number
  readonly text: string
}

/**
 * What a thread prints, on its way to the coordinator through shared memory. Printing is synchronous, as it is for
 * everyone; when the ring is full the thread stands still until the coordinator has read, so that a job that prints
 * faster than anybody reads does not grow.
 */
export class OutputWriter {
  private readonly ring: RingWriter
  private readonly announce: () => void
  private readonly header = new Uint8Array(HEADER)
  private readonly view = new DataView(this.header.buffer)

  /** @param announce tells the coordinator that there is something */
  constructor(memory: SharedArrayBuffer, announce: () => void) {
    this.ring = new RingWriter(memory)
    this.announce = announce
  }

  write(stream: OutputPiece['stream'], task: number, operatorId: number, text: string): void {
    for (let start = 0; start < text.length; start += PIECE) {
      this.view.setUint32(0, stream === 'stdout' ? 1 : 2, true)
      this.view.setInt32(4, task, true)
      this.view.setInt32(8, operatorId, true)
      this.ring.write(this.header, Buffer.from(text.slice(start, start + PIECE), 'utf8'))
      this.announce()
      while (!this.ring.resume()) {
        this.announce()
        this.ring.waitForRoom(PATIENCE)
      }
    }
  }
}

/** The coordinator's end. */
export class OutputReader {
  private readonly ring: RingReader

  constructor(memory: SharedArrayBuffer) {
    this.ring = new RingReader(memory)
  }

  /** Up to `limit` pieces, in order. */
  read(limit: number): OutputPiece[] {
    const pieces: OutputPiece[] = []
    const bytes = this.ring.read((message) => {
      const view = new DataView(message.buffer, message.byteOffset, message.byteLength)
      pieces.push({
        stream: view.getUint32(0, true) === 1 ? 'stdout' : 'stderr',
        task: view.getInt32(4, true),
        operatorId: view.getInt32(8, true),
        text: Buffer.from(message.subarray(HEADER)).toString('utf8'),
      })
    }, limit)
    if (bytes > 0) this.ring.wakeWriter()
    return pieces
  }
}
