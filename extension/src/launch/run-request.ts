import * as vscode from 'vscode'
import type { NodeWishes, RunRequest } from '../run/index.ts'

type CheckRecords = 'all' | 'some' | 'none'

const CHECKS = { all: true, some: 'some', none: false } as const

/** What a launch configuration can say of a run; each member as in package.json's `configurationAttributes`. */
export interface Wanted {
  readonly job?: string
  readonly args?: readonly string[]
  readonly parallelism?: number
  readonly threads?: number
  readonly set?: Readonly<Record<string, string | number | boolean>>
  readonly env?: Readonly<Record<string, string | null>>
  readonly cwd?: string
  readonly checkRecords?: CheckRecords
}

/** How a job is to be run: as somebody wants it, else as the settings say. */
export function runRequest(uri: vscode.Uri, wanted: Wanted = {}): RunRequest {
  const settings = vscode.workspace.getConfiguration('millrace', uri)
  const { job, args, set = {}, env, cwd } = wanted
  const options = {
    parallelism: wanted.parallelism ?? settings.get<number | null>('parallelism') ?? undefined,
    threads: wanted.threads ?? settings.get<number | null>('threads') ?? undefined,
    checkRecords: CHECKS[wanted.checkRecords ?? settings.get<CheckRecords>('checkRecords', 'some')],
    parameters: Object.fromEntries(Object.entries(set).map(([name, value]) => [name, String(value)])),
    ...(job === undefined ? {} : { onlyJob: job }),
  }
  return { file: uri.fsPath, options, args, env, cwd }
}

/** Which Node a job is to have. */
export function nodeWishes(uri: vscode.Uri): NodeWishes {
  const setting = vscode.workspace.getConfiguration('millrace', uri).get<string>('node', '').trim()
  const { execPath, versions, env } = process
  return { ...(setting === '' ? {} : { setting }), env, editor: { execPath, versions } }
}
