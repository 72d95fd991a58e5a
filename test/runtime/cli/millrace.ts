import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { expect } from 'vitest'
import { root } from '../supervisor/scripted.ts'

export interface Finished {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export const bin = join(root, 'runtime', 'bin', 'millrace.js')

export function startMillrace(
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = {},
): { child: ChildProcess; finished: Promise<Finished> } {
  const child = spawn(process.execPath, [bin, ...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout?.on('data', (data) => {
    stdout += data
  })
  child.stderr?.on('data', (data) => {
    stderr += data
  })
  const finished = new Promise<Finished>((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })))
  return { child, finished }
}

/** Waits until the command line has handled a signal: two that it has not handled yet are one. To be called at once. */
export async function untilStopping(child: ChildProcess): Promise<void> {
  let stderr = ''
  child.stderr?.on('data', (data) => {
    stderr += data
  })
  await expect.poll(() => stderr).toContain('stopping:')
}

export function millrace(args: readonly string[], cwd: string): Promise<Finished> {
  return startMillrace(args, cwd).finished
}
