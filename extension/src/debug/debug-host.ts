import { pathToFileURL } from 'node:url'
import type { OutputLine } from 'millrace/control'
import { RunNotes, sentences } from '../run/index.ts'
import { type HostSettings, SETTINGS } from './launch-configuration.ts'
import { readReplay, readTexts, whenAttached } from './session-folder.ts'

/**
 * The program of a debug session: builds the job, so that a restart takes the text as it is then, runs it as the panel
 * does, or makes one of its calls again, and prints what it prints. The debugger is in this process and follows into the
 * job's.
 */
async function main({ supervisor, request, sessionFolder }: HostSettings): Promise<number> {
  const { build, superviseJob } = (await import(pathToFileURL(supervisor).href)) as typeof import('millrace/supervisor')
  const { file, options: overrides, args } = request
  const bundle = await build(file, { texts: readTexts(sessionFolder) })
  for (const warning of bundle.warnings) process.stderr.write(warning)
  const beforeModule = () => {
    const { processId = 0, address } = job
    new RunNotes(sessionFolder).write({ request, startedAt: Date.now(), lifetime: 'editor', processId, ...address })
    return whenAttached(sessionFolder, processId)
  }
  const replay = readReplay(sessionFolder)
  const job = superviseJob(
    replay
      ? { bundle, overrides, args, mode: { kind: 'replay', ...replay } }
      : { bundle, overrides, args, beforeModule },
  )
  job.on({ output: print })
  // To stop debugging is to end the job at once: draining it would meet the breakpoints again.
  process.on('SIGTERM', () => job.cancel())
  process.on('SIGINT', () => job.cancel())
  // The debugger holds the other end. It is gone when the editor is.
  process.stdin.on('close', () => job.cancel()).resume()
  const { outcome, error } = await job.ended
  if (error) await write(process.stderr, lines(sentences(error)))
  return outcome === 'failed' ? 1 : 0
}

async function print(printed: readonly OutputLine[], lost: number): Promise<void> {
  if (lost > 0) await write(process.stderr, `(${lost} lines were lost)\n`)
  for (let from = 0; from < printed.length; ) {
    const { stream } = printed[from]
    let to = from
    while (to < printed.length && printed[to].stream === stream) to++
    await write(process[stream], lines(printed.slice(from, to).map(labelled)))
    from = to
  }
}

function labelled({ text, operatorName, instance, parallelism = 1 }: OutputLine): string {
  return operatorName !== undefined && parallelism > 1 ? `${operatorName}[${instance}] ${text}` : text
}

const lines = (texts: readonly string[]) => texts.map((text) => `${text}\n`).join('')

/** Resolves when the other end has taken the text, or is gone. */
function write(stream: NodeJS.WriteStream, text: string): Promise<void> {
  return new Promise((resolve) => stream.write(text, () => resolve()))
}

process.stdout.on('error', () => {})
process.stderr.on('error', () => {})
const settings = JSON.parse(process.env[SETTINGS] ?? '') as HostSettings
delete process.env[SETTINGS]
main(settings)
  .catch(async (error) => {
    await write(process.stderr, lines(sentences(error)))
    return 1
  })
  .then((code) => process.exit(code))
