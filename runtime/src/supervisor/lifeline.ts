import { Worker } from 'node:worker_threads'
import { LIFELINE_FD } from './child-settings.ts'

/**
 * Text of the worker: it must load nothing of ours, start quickly, and go on when the main thread is blocked for ever.
 * The whole process group goes, so that what user code has started with `execSync` goes too.
 */
const text = `
const { workerData } = require('node:worker_threads')
const socket = new (require('node:net').Socket)({ fd: workerData.fd, readable: true, writable: false })
const end = () => {
  try { require('node:fs').rmSync(workerData.folder, { recursive: true, force: true }) } catch {}
  try { if (process.platform !== 'win32') process.kill(-process.pid, 'SIGKILL') } catch {}
  process.kill(process.pid, 'SIGKILL')
}
socket.on('end', end).on('close', end).on('error', end).resume()
`

/**
 * Ends this process at once when its supervisor is gone, and removes the folder that the supervisor would have removed.
 *
 * @param folder absolute path of the private folder
 */
export function startLifeline(folder: string): void {
  const worker = new Worker(text, {
    eval: true,
    workerData: { fd: LIFELINE_FD, folder },
    execArgv: [],
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 4, stackSizeMb: 1 },
  })
  worker.on('error', () => process.kill(process.pid, 'SIGKILL'))
  worker.unref()
}
