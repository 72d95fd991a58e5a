import { readdirSync, readFileSync } from 'node:fs'
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

/** The processes in which jobs of a folder run, whoever started them. */
export function jobProcesses(folder: string): number[] {
  return all().filter((id) => /job-process\./.test(commandLine(id)) && tells(id, 'environ').includes(`${folder}/`))
}
