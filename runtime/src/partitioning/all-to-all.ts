/** Every source instance is connected to every target instance. */
export function allToAll(_i: number, _sourceParallelism: number, targetParallelism: number): readonly number[] {
  return Array.from({ length: targetParallelism }, (_, target) => target)
}
