/** Who sees the records of edges. The loops of the tasks are made anew when `version` has changed. */
export interface EdgeWatcher {
  readonly edges: ReadonlySet<number>
  /** 0 while no edge has been watched. */
  readonly version: number
  /** @param to the receiving instance; undefined where it is more than one */
  sample(edgeId: number, instance: number, to: () => number | undefined, record: unknown, key: unknown): void
}
