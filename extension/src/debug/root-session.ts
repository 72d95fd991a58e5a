import type { DebugSession } from 'vscode'
import { type HostSettings, SETTINGS } from './launch-configuration.ts'

/** The session that was started: each process and each thread of it has one below. */
export function rootOf(session: DebugSession): DebugSession {
  return session.parentSession ? rootOf(session.parentSession) : session
}

/** Absolute path of the job that a session debugs; undefined: it debugs something else. */
export function jobOf(session: DebugSession): string | undefined {
  const settings: string | undefined = rootOf(session).configuration.env?.[SETTINGS]
  return settings === undefined ? undefined : (JSON.parse(settings) as HostSettings).request.file
}
