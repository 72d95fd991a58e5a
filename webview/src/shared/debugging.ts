/** What the debugger is about to do, or does, in the functions of a diagram's boxes. */
export interface Debugging {
  /** By key of the box: whether one of its breakpoints is enabled. */
  readonly breakpoints: Readonly<Record<string, 'enabled' | 'disabled'>>
  /** Keys of boxes in whose functions a thread stands still. */
  readonly stopped: readonly string[]
}
