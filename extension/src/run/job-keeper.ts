import { pathToFileURL } from 'node:url'
import type { KeeperAnswer, KeeperSettings } from './keep-job.ts'
import { RunNotes, writeReport } from './run-notes.ts'

/**
 * The program that supervises a job which stays when the editor ends: a process of its own, which nobody waits for. It
 * says where the job can be reached, and leaves word how it ended.
 */
async function main({ supervisor, noteFolder, request, ...options }: KeeperSettings): Promise<void> {
  const { superviseJob } = (await import(pathToFileURL(supervisor).href)) as typeof import('millrace/supervisor')
  const attached = new Promise<void>((resolve) => {
    process.once('message', () => resolve())
    process.once('disconnect', () => resolve())
  })
  const job = superviseJob({
    ...options,
    beforeModule: () => {
      tell({ processId, ...job.address })
      return attached
    },
  })
  const processId = job.processId ?? 0
  const notes = new RunNotes(noteFolder)
  notes.write({ request, startedAt: Date.now(), lifetime: 'own', processId, ...job.address })
  process.on('SIGTERM', () => job.cancel())
  process.on('SIGINT', () => job.cancel())
  const report = await job.ended
  writeReport(notes.fileOf(processId), report)
}

/** Whoever asked may be gone; the job is not. */
function tell(answer: KeeperAnswer): void {
  if (process.connected) process.send?.(answer, () => {})
}

process.on('error', () => {})
process.once('message', (settings: KeeperSettings) => {
  main(settings)
    .catch((error: unknown) => tell({ failed: error instanceof Error ? error.message : String(error) }))
    .finally(() => {
      if (process.connected) process.disconnect()
    })
})
