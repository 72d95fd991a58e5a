/** What the settings and a command say about a job before its own text does. */
export interface RunOptions {
  readonly parallelism?: number
  readonly threads?: number
  /** The name of the one to run of several jobs in the file. */
  readonly onlyJob?: string
  /** Values of the job's parameters, like `--set name=value`. */
  readonly parameters?: Readonly<Record<string, string>>
  /** Whether records are held to be plain data on every edge, and frozen: all of them, or some. */
  readonly checkRecords?: boolean | 'some'
}

/** A run as somebody asks for it, and as it is asked for again. */
export interface RunRequest {
  /** Absolute path of the job. */
  readonly file: string
  readonly options: RunOptions
  /** What the job finds in `process.argv` after its own name. */
  readonly args?: readonly string[]
  /** Variables of the job's environment besides the editor's; null takes one away. */
  readonly env?: Readonly<Record<string, string | null>>
  /** Absolute path of the job's working directory. Default: the editor's. */
  readonly cwd?: string
}
