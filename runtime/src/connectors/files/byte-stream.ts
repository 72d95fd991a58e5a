import { createReadStream } from 'node:fs'
import { pipeline, type Readable } from 'node:stream'
import { connectorError } from '../connector-error.ts'
import { fileError } from './file-error.ts'

/** A file's content from its beginning. */
export interface ByteStream {
  /** UTF-8, decompressed. Ends by throwing a ConnectorError where the file cannot be read. */
  readonly chunks: AsyncIterable<Uint8Array>
  /** Bytes of the file, as it lies on the disk, that have been read. */
  bytesRead(): number
  close(): void
}

/** Whether a file is read through `openBytes` only: it cannot be cut. */
export function isCompressed(path: string): boolean {
  return /\.gz$/i.test(path)
}

/**
 * The name by which TextDecoder knows an encoding.
 *
 * @throws TypeError for one that it does not know
 */
export function encodingName(encoding: string): string {
  try {
    return new TextDecoder(encoding).encoding
  } catch {
    throw new TypeError(`there is no encoding '${encoding}': write one such as 'utf-8', 'utf-16le' or 'windows-1252'`)
  }
}

/** @param encoding a name that `encodingName` returned */
export function openBytes(path: string, encoding: string): ByteStream {
  const file = createReadStream(path)
  // An error before the first chunk is asked for is kept by the stream, and thrown when it is.
  file.on('error', () => {})
  let body: Readable = file
  const chunks = async function* () {
    try {
      if (isCompressed(path)) {
        const { createGunzip } = await import('node:zlib')
        body = pipeline(file, createGunzip(), () => {})
      }
      yield* encoding === 'utf-8' ? body : transcode(body, encoding)
    } catch (error) {
      if (file.destroyed && (error as NodeJS.ErrnoException).code === 'ERR_STREAM_PREMATURE_CLOSE') return
      const { code, message } = error as NodeJS.ErrnoException
      if (!code?.startsWith('Z_')) throw await fileError(error, path, 'read')
      throw connectorError({ message: `cannot read ${path}: its gzip data is broken (${message})`, file: path }, error)
    }
  }
  return {
    chunks: chunks(),
    bytesRead: () => file.bytesRead,
    close() {
      body.destroy()
      file.destroy()
    },
  }
}

async function* transcode(chunks: AsyncIterable<Uint8Array>, encoding: string): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(encoding)
  for await (const chunk of chunks) yield Buffer.from(decoder.decode(chunk, { stream: true }))
  yield Buffer.from(decoder.decode())
}
