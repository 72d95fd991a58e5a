import type { ControlClient } from 'millrace/control'
import type { ExitReport, SupervisedJobEvents } from 'millrace/supervisor'

/** A job in a process of its own, as a `Run` drives it: one that this process supervises, or one that it has found. */
export interface JobProcess {
  readonly processId: number | undefined
  /** Undefined before the job can be reached. */
  readonly control: ControlClient | undefined
  /** Resolves, and never rejects, when the process has gone. */
  readonly ended: Promise<ExitReport>
  /** Where other clients can connect. */
  readonly address: { readonly path: string; readonly token: string }
  /** Sets the listeners; to be called in the turn in which one gets the process. */
  on(events: SupervisedJobEvents): unknown
  /** Drains and ends. */
  stop(): void
  /** Ends at once. */
  cancel(): void
}
