import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What Linux tells of a process: empty once it has gone. */
function tells(processId: number, what: 'cmdline' | 'environ' | 'stat'): string {
  try {
    return readFileSync(join('/proc', String(processId), what), 'utf8')
  } catch {
    return ''
  }
}

const all = (): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)

/** Whether a process is there, and not only waits for its parent to hear of its end. */
export function isAlive(processId: number): boolean {
  const stat = tells(processId, 'stat')
  return stat !== '' && stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3) !== 'Z'
}

/** The process that started another one. */
export function parentOf(processId: number): number {
  const stat = tells(processId, 'stat')
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
}

/** The command line of a process, its words apart. */
export const commandLine = (processId: number): string => tells(processId, 'cmdline').replaceAll('\0', ' ')

/** The processes in which jobs of a folder run, whoever started them: each has left word beside its job. */
export function jobProcesses(folder: string): number[] {
  const notes = join(folder, '.millrace', 'running')
  if (!existsSync(notes)) return []
  return readdirSync(notes)
    .map((name) => Number.parseInt(name, 10))
    .filter(isAlive)
}

/** The processes that run a program of an extension. @param folder that the extension is in */
export function processesOf(program: string, folder: string): number[] {
  return all().filter((id) => isAlive(id) && commandLine(id).includes(program) && commandLine(id).includes(folder))
}

/** The processes of a VS Code that jobs run in, or that wait for one. @param folder that its extensions are in */
export const processesForJobs = (folder: string): number[] => processesOf('job-process.', folder)

/** The private folder of a process that was started ahead of its job. */
export function standByFolder(processId: number): string | undefined {
  const said = /MILLRACE_CHILD=(\{[^\0]*\})/.exec(tells(processId, 'environ'))?.[1]
  const { endpoint, standsBy } = JSON.parse(said ?? '{}') as { endpoint: { folder: string }; standsBy?: boolean }
  return standsBy ? endpoint.folder : undefined
}
