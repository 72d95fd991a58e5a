import type { Lane, PhysicalGraph, PhysicalGraphNumbers } from '../../shared/index.ts'

/** The lane of a task. */
export function laneOf({ lanes }: PhysicalGraph, task: number): number {
  let [low, high] = [0, lanes.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (lanes[middle].first <= task) low = middle
    else high = middle - 1
  }
  return low
}

/** Where an operator's instances begin in lists of operator instances. @param at the operator's place in its chain */
export function instancesOf({ firstInstance, parallelism }: Lane, at: number): number {
  return firstInstance + at * parallelism
}

/** Names of a chain's operators: `Words → Count`. */
export function laneName({ operators }: PhysicalGraph, lane: Lane): string {
  return lane.operators.map((id) => operators[id].name).join(' → ')
}

/** `Words → Count [1]`; without a number where there is one only. */
export function taskName(graph: PhysicalGraph, task: number): string {
  const lane = graph.lanes[laneOf(graph, task)]
  return lane.parallelism === 1 ? laneName(graph, lane) : `${laneName(graph, lane)} [${task - lane.first}]`
}

/** Records that show how work is spread: those that come in, or go out of a source. */
function work({ operators }: PhysicalGraph, lane: Lane, numbers: PhysicalGraphNumbers, rates: boolean) {
  const source = operators[lane.operators[0]].kind === 'source'
  if (rates) return source ? numbers.outPerSecond : numbers.inPerSecond
  return source ? numbers.recordsOut : numbers.recordsIn
}

/** Records a second of an instance of the chain's head; undefined while no rate is known. */
export function rateOf(graph: PhysicalGraph, lane: Lane, index: number, numbers: PhysicalGraphNumbers) {
  return work(graph, lane, numbers, true)[lane.firstInstance + index] as number | undefined
}

/** All records so far of an instance of the chain's head. */
export function recordsOf(graph: PhysicalGraph, lane: Lane, index: number, numbers: PhysicalGraphNumbers): number {
  return work(graph, lane, numbers, false)[lane.firstInstance + index]
}

/** By instance of a lane: its share of the lane's records, as a multiple of the mean; undefined where nothing can be said. */
export function skewOf(graph: PhysicalGraph, lane: Lane, numbers: PhysicalGraphNumbers): readonly number[] | undefined {
  if (lane.parallelism === 1) return undefined
  const records = work(graph, lane, numbers, false).slice(lane.firstInstance, lane.firstInstance + lane.parallelism)
  const sum = records.reduce((sum, count) => sum + count, 0)
  return sum === 0 ? undefined : records.map((count) => (count * lane.parallelism) / sum)
}

/** Sum over the instances of an operator. */
export function total(lane: Lane, at: number, list: readonly number[]): number | undefined {
  if (list.length === 0) return undefined
  const first = instancesOf(lane, at)
  let sum = 0
  for (let index = first; index < first + lane.parallelism; index++) sum += list[index]
  return sum
}
