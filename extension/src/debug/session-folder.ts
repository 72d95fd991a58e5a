import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { JobErrorData } from '../run/index.ts'

const TEXTS = 'texts'
const REPLAY = 'replay'
/** The call of a job's operator that is to be made again. */
export interface Replay {
  readonly job: number
  readonly failedCall: NonNullable<JobErrorData['failedCall']>
}

/** How long a job waits for the editor to show it, and how often it looks. */
const ATTACH_MS = 2_000
const LOOK_MS = 25

const attachedFile = (folder: string, processId: number) => join(folder, `${processId}.attached`)

/**
 * What the editor and the program of a debug session share: the texts that are not saved, which are written again before
 * a restart, a call to make again, and the program's notes of where the job can be reached. Only this user can read it.
 */
export class SessionFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'millrace-debug-'))

  writeTexts(texts: ReadonlyMap<string, string>): void {
    writeFileSync(join(this.path, TEXTS), JSON.stringify([...texts]), { mode: 0o600 })
  }

  /** Not in the environment: it may be larger than that may be. */
  writeReplay(replay: Replay): void {
    writeFileSync(join(this.path, REPLAY), JSON.stringify(replay), { mode: 0o600 })
  }

  /** The editor shows what the process runs. */
  attached(processId: number): void {
    writeFileSync(attachedFile(this.path, processId), '')
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true, maxRetries: 3 })
  }
}

/** The texts that were last written; none where the folder has none. */
export function readTexts(folder: string): Map<string, string> {
  try {
    return new Map(JSON.parse(readFileSync(join(folder, TEXTS), 'utf8')))
  } catch {
    return new Map()
  }
}

/** The call to make again; undefined: the job is to be run. */
export function readReplay(folder: string): Replay | undefined {
  const file = join(folder, REPLAY)
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
}

/** Resolves when the editor shows what a process runs; an editor that does not look is not waited for. */
export async function whenAttached(folder: string, processId: number): Promise<void> {
  if (!existsSync(join(folder, TEXTS))) return
  const file = attachedFile(folder, processId)
  for (const end = Date.now() + ATTACH_MS; !existsSync(file) && Date.now() < end; ) await sleep(LOOK_MS)
}
