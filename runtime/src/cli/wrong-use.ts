/** The command was called in a way that cannot work: exit code 2, and no stack. */
export class WrongUse extends Error {
  /** What the user can do, on a line of its own. */
  readonly cure: string | undefined

  constructor(message: string, cure?: string) {
    super(message)
    this.cure = cure
  }
}
