import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, watch, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ExitReport } from 'millrace/supervisor'
import type { RunRequest } from './run-request.ts'
import type { Lifetime } from './runs.ts'

/** What another window, or this one after it was loaded again, needs to know of a run to show it. */
export interface RunNote {
  readonly request: RunRequest
  /** Milliseconds since the epoch. */
  readonly startedAt: number
  readonly lifetime: Lifetime
  readonly processId: number
  /** Where the job can be reached, and the token that lets one in. */
  readonly path: string
  readonly token: string
  /** Absolute path of the file that the note is in, where it is in one. */
  readonly file?: string
  /** How it ended, once it has. */
  readonly report?: ExitReport
}

/** Where a workspace's notes of its runs are: a file each, which only this user can read. */
export class RunNotes {
  readonly folder: string

  /** @param folder absolute path; made when it is first needed */
  constructor(folder: string) {
    this.folder = folder
  }

  /** Path of the note of a process. */
  fileOf(processId: number): string {
    return join(this.folder, `${processId}.json`)
  }

  /** Leaves a note. Never throws: a run goes on as well without being found. */
  write(note: RunNote): void {
    try {
      mkdirSync(this.folder, { recursive: true, mode: 0o700 })
      writeNote(this.fileOf(note.processId), note)
    } catch {}
  }

  remove(processId: number): void {
    rmSync(this.fileOf(processId), { force: true })
  }

  /** Calls a function when a note has come, changed or gone. Returns what ends that. */
  onChange(listener: () => void): () => void {
    try {
      mkdirSync(this.folder, { recursive: true, mode: 0o700 })
      const watcher = watch(this.folder, { persistent: false }, listener)
      watcher.on('error', () => watcher.close())
      return () => watcher.close()
    } catch {
      // Where nothing can be watched, what runs is found when the window is loaded.
      return () => {}
    }
  }

  /** Every note, also of runs that have ended. Who has read how a run ended removes its note. */
  read(): RunNote[] {
    let names: string[]
    try {
      names = readdirSync(this.folder).filter((name) => name.endsWith('.json'))
    } catch {
      return []
    }
    return names.flatMap((name) => {
      const file = join(this.folder, name)
      try {
        return [{ ...(JSON.parse(readFileSync(file, 'utf8')) as RunNote), file }]
      } catch {
        rmSync(file, { force: true })
        return []
      }
    })
  }
}

/** Adds to a note how its run ended. */
export function writeReport(file: string, report: ExitReport): void {
  try {
    writeNote(file, { ...(JSON.parse(readFileSync(file, 'utf8')) as RunNote), report })
  } catch {
    // The note is gone: nobody wants to know.
  }
}

export function readReport(file: string): ExitReport | undefined {
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as RunNote).report
  } catch {
    return undefined
  }
}

/** Nobody may see half a note. */
function writeNote(file: string, note: RunNote): void {
  const temporary = `${file}.${process.pid}.tmp`
  writeFileSync(temporary, JSON.stringify(note), { mode: 0o600 })
  renameSync(temporary, file)
}
