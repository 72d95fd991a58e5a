/** A job to start from, as a file of `extension/templates`. */
export interface Template {
  readonly file: string
  /** What a new job is called if nobody says otherwise. */
  readonly name: string
  readonly icon: string
  readonly title: string
  readonly says: string
  /** What the job reads: is written beside it. */
  readonly reads?: string
}

export const templates: readonly Template[] = [
  {
    file: 'word-count.flow.ts',
    name: 'word-count',
    icon: 'symbol-string',
    title: 'Word count',
    says: 'Reads a text file and shows how often each word comes, while it reads.',
    reads: 'words.txt',
  },
  {
    file: 'event-time-windows.flow.ts',
    name: 'event-time-windows',
    icon: 'clock',
    title: 'Event-time windows',
    says: 'Generates readings that come out of order, and gives the mean of every minute.',
  },
  {
    file: 'join.flow.ts',
    name: 'join',
    icon: 'git-merge',
    title: 'Join of two streams',
    says: 'Orders and payments of the same customer in the same minute.',
  },
]

/** What a file of a job may be called, without its ending. */
export const JOB_NAME = /^\w[\w .-]*$/

/** The text of a template as the text of a job of that name: that is what `execute` calls it. */
export function named(text: string, name: string): string {
  const literal = `'${name.replace(/['\\]/g, '\\$&')}'`
  return text.replace(/(?<=\.execute\()'[^']*'/, () => literal)
}

/**
 * The ending of a new job: `await` may stand at the top of a module only, and where the nearest package.json does not say
 * that `.ts` files are modules, `.mts` says so. Jobs that are there already are told so by a quick fix.
 *
 * @param manifest text of the nearest package.json; undefined: there is none
 */
export function endingIn(manifest: string | undefined): '.flow.ts' | '.flow.mts' {
  if (manifest === undefined) return '.flow.ts'
  try {
    return JSON.parse(manifest).type === 'module' ? '.flow.ts' : '.flow.mts'
  } catch {
    return '.flow.mts'
  }
}
