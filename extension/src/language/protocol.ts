import { NotificationType, RequestType } from 'vscode-languageserver-protocol'
import type { JobModel } from '../document/index.ts'

/** What a job's text says at one version of the document. */
export interface VersionedModel {
  readonly uri: string
  readonly version: number
  readonly model: JobModel
}

/** The model of an open document; null when the server does not know the document. */
export const ModelRequest = new RequestType<{ readonly uri: string }, VersionedModel | null, void>('millrace/model')

/** Sent for every open job whenever its text has changed. */
export const ModelChanged = new NotificationType<VersionedModel>('millrace/modelChanged')
