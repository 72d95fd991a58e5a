/** What a connector could not read or write, and where. Becomes a `JobError` with reason `connector`. */
export interface ConnectorErrorData {
  /** One sentence that names the file, and the line or row where one is known. */
  readonly message: string
  /** Absolute path. */
  readonly file?: string
  /** Line of the file, counted from 1. */
  readonly line?: number
  /** Record of the file, counted from 1, a header not counted. */
  readonly row?: number
  /** What the user can do about it. */
  readonly cure?: string
}

/** Recognised with `isConnectorError`, never by a class: a bundle may hold another copy of this module. */
export interface ConnectorError extends Error, ConnectorErrorData {
  readonly message: string
}

const brand = Symbol.for('millrace.ConnectorError.v1')

export function connectorError(data: ConnectorErrorData, cause?: unknown): ConnectorError {
  const error = new Error(data.message, cause === undefined ? undefined : { cause })
  Object.defineProperty(error, brand, { value: true })
  const { message, ...place } = data
  return Object.assign(error, place)
}

export function isConnectorError(value: unknown): value is ConnectorError {
  return typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[brand] === true
}
