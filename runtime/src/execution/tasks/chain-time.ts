import type { OperatorInstance } from '../../operators/index.ts'
import { type Clock, FINAL_WATERMARK, NO_TIMESTAMP } from '../../time/index.ts'
import { type ChainNode, type ChainSlots, type ChainState, type EdgeOutlet, takeOutput } from '../chains/index.ts'
import { ACTIVE_ENTRY, EntryKind, IDLE_ENTRY } from '../channels/index.ts'

/** What a step has led to. */
export const Step = {
  /** Time has been dealt with. */
  settled: 0,
  /** An operator has records to emit: the chain's loop is to be run, then the next step. */
  opened: 1,
  /** A channel has no room for a watermark. */
  noRoom: 2,
} as const
export type Step = (typeof Step)[keyof typeof Step]

const LAST_CALLS = 2

/** Milliseconds between two watermarks of a busy source of watermarks; one that has nothing to do gives its own at once. */
const WATERMARK_INTERVAL = 5

export interface ChainTimeParts {
  readonly nodes: readonly ChainNode[]
  readonly slots: ChainSlots
  readonly state: ChainState
  /** Edges out of the chain that carry watermarks, with the node they come from. */
  readonly outlets: readonly { readonly node: number; readonly edge: EdgeOutlet }[]
  readonly clock: Clock
  /** Makes the job's error of what an operator threw. */
  failed(node: number, error: unknown): unknown
  /** Schedules the task. */
  wake(): void
  /** An operator of the given node is called, or -1. */
  calling(node: number): void
  /** Notes the watermark of an operator's input. */
  readonly watermarks: Float64Array
  /** Notes whether it is idle: 0 or 1. */
  readonly idle: Float64Array
  /** Every watermark is given at once: for tests, which must not depend on the speed of the machine. */
  readonly eager: boolean
}

/**
 * Takes watermarks, idleness and processing time through the operators of one chain instance, parents before children:
 * an operator hears of a watermark when all that its parent had to emit before it has passed, and what it emits because
 * of it goes out before the watermark does. So chained operators see what unchained ones see.
 *
 * To be called only while no slot holds records.
 */
export class ChainTime {
  private readonly parts: ChainTimeParts
  private readonly parents: readonly number[]
  /** By node: the watermark that it has been told, and that of its output. */
  private readonly inputs: number[]
  private readonly outputs: number[]
  /** By outlet: the last watermark sent, and whether it is idle. */
  private readonly sent: number[]
  private readonly idleSent: boolean[]
  private headWatermark = NO_TIMESTAMP
  private headIdle = false
  /** The node that is dealt with next; the number of nodes when all are settled. */
  private at: number
  private outlet: number
  /** Nodes that tell time themselves, have processing-time timers, or results of their own. */
  private readonly generators: readonly ChainNode[]
  private readonly timers: readonly ChainNode[]
  private readonly asynchronous: readonly ChainNode[]
  private readonly sided: readonly ChainNode[]
  private lastGenerated = 0
  private armed = Number.POSITIVE_INFINITY
  private disarm: (() => void) | undefined
  private ended = false
  /** By node, at the end: how many of the last calls have been made. */
  private readonly endings: number[]

  constructor(parts: ChainTimeParts) {
    this.parts = parts
    const { nodes, outlets } = parts
    const parents = nodes.map(() => -1)
    for (const node of nodes) for (const out of node.outs) if ('node' in out) parents[out.node] = node.index
    this.parents = parents
    this.inputs = nodes.map(() => NO_TIMESTAMP)
    this.outputs = nodes.map(() => NO_TIMESTAMP)
    this.sent = outlets.map(() => NO_TIMESTAMP)
    this.idleSent = outlets.map(() => false)
    this.endings = nodes.map(() => 0)
    this.at = nodes.length
    this.outlet = outlets.length
    this.generators = nodes.filter(({ instance }) => instance.outputWatermark || instance.idle)
    this.timers = nodes.filter(({ instance }) => instance.nextProcessingTime)
    this.asynchronous = nodes.filter(({ instance }) => instance.ready)
    this.sided = nodes.filter(({ output }) => output.sides.size > 0)
  }

  /** The watermark and the idleness of the chain's input; true if they are new, so that a step is due. */
  advance(watermark: number, idle: boolean): boolean {
    if (watermark <= this.headWatermark && idle === this.headIdle) return false
    this.headWatermark = Math.max(watermark, this.headWatermark)
    this.headIdle = idle
    this.begin()
    return true
  }

  /** There is no further input: the final watermark, and what operators emit at the end. */
  end(): void {
    if (this.ended) return
    this.ended = true
    this.headWatermark = FINAL_WATERMARK
    this.headIdle = false
    this.begin()
  }

  private begin(): void {
    this.at = 0
    this.outlet = 0
  }

  /** Some operator has results that come by themselves. */
  get hasResults(): boolean {
    return this.asynchronous.length > 0
  }

  /** Some operator has no room for records, until results come. */
  get full(): boolean {
    return this.asynchronous.some(({ instance }) => instance.room?.() === 0)
  }

  /** Opens the results that have come for operators meanwhile; true if there are any. */
  collect(): boolean {
    let any = false
    for (const node of this.asynchronous) {
      const slot = this.parts.state.slots[this.parts.slots.main(node.index)]
      if (slot.array !== null || slot.iterator !== null) continue
      if (this.call(node, (instance) => instance.ready!())) any = true
    }
    for (const node of this.sided) {
      if (!node.output.sided) continue
      const busy = [...this.parts.slots.side(node.index).values()].some(
        (slot) => this.parts.state.slots[slot].array !== null,
      )
      if (!busy && takeOutput(node, this.parts.slots, this.parts.state)) any = true
    }
    return any
  }

  /**
   * Does what time asks for.
   *
   * @param now milliseconds, monotonic
   * @param resting there is no input at the moment
   */
  step(now: number, resting: boolean): Step {
    const { nodes, outlets } = this.parts
    if (this.generators.length > 0 && this.at >= nodes.length && this.outlet >= outlets.length) {
      this.generated(now, resting)
    }
    const settled = this.settle()
    if (settled !== Step.settled) return settled
    if (this.timers.length === 0 || this.ended) return Step.settled
    return this.processingTime()
  }

  /** Arms the clock for the operator that wants to be called next. To be called before the task rests. */
  rest(): void {
    if (this.timers.length === 0 || this.ended) return
    let next = Number.POSITIVE_INFINITY
    for (const { instance } of this.timers) next = Math.min(next, instance.nextProcessingTime!())
    if (next === this.armed) return
    this.disarm?.()
    this.armed = next
    this.disarm =
      next === Number.POSITIVE_INFINITY
        ? undefined
        : this.parts.clock.at(next, () => {
            this.armed = Number.POSITIVE_INFINITY
            this.parts.wake()
          })
  }

  close(): void {
    this.disarm?.()
    this.disarm = undefined
  }

  /** Operators that tell time themselves may have more to tell than before. */
  private generated(now: number, resting: boolean): void {
    if (!resting && !this.parts.eager && now - this.lastGenerated < WATERMARK_INTERVAL) return
    for (const { index, instance } of this.generators) {
      const watermark = instance.outputWatermark?.() ?? NO_TIMESTAMP
      if (watermark > this.outputs[index] || instance.idle !== undefined) {
        this.lastGenerated = now
        this.begin()
        return
      }
    }
  }

  private settle(): Step {
    const { nodes, outlets } = this.parts
    for (; this.at < nodes.length; this.at++) {
      const node = nodes[this.at]
      const parent = this.parents[this.at]
      const watermark = parent < 0 ? this.headWatermark : this.outputs[parent]
      this.parts.idle[this.at] = (parent < 0 ? this.headIdle : this.idleOf(parent)) ? 1 : 0
      if (watermark > this.inputs[this.at]) {
        this.inputs[this.at] = watermark
        this.parts.watermarks[this.at] = watermark
        if (node.instance.onWatermark && this.call(node, (instance) => instance.onWatermark!(watermark))) {
          return Step.opened
        }
      }
      if (this.ended && watermark === FINAL_WATERMARK && this.lastCalls(node)) return Step.opened
      const own = node.instance.outputWatermark?.() ?? watermark
      if (own > this.outputs[this.at]) this.outputs[this.at] = own
    }
    for (; this.outlet < outlets.length; this.outlet++) if (!this.send(this.outlet)) return Step.noRoom
    return Step.settled
  }

  /** What is still to be had of an operator after the final watermark; true if there is anything. */
  private lastCalls(node: ChainNode): boolean {
    while (this.endings[node.index] < LAST_CALLS) {
      const first = this.endings[node.index]++ === 0
      if (this.call(node, (instance) => (first ? instance.onEndOfProcessingTime?.() : instance.finish?.()))) return true
    }
    return false
  }

  /** All operators have had their last calls and have let the final watermark pass: no results are to come. */
  get finished(): boolean {
    return this.ended && this.at >= this.outputs.length && this.outputs.every((own) => own === FINAL_WATERMARK)
  }

  private idleOf(node: number): boolean {
    const own = this.parts.nodes[node].instance.idle?.()
    if (own !== undefined) return own
    const parent = this.parents[node]
    return parent < 0 ? this.headIdle : this.idleOf(parent)
  }

  private send(index: number): boolean {
    const { node, edge } = this.parts.outlets[index]
    const watermark = this.outputs[node]
    // The end of a channel is its final watermark.
    if (watermark === FINAL_WATERMARK) return true
    const idle = this.idleOf(node)
    if (this.idleSent[index] && !idle) {
      if (!edge.sendControl(ACTIVE_ENTRY)) return false
      this.idleSent[index] = false
    }
    if (watermark > this.sent[index]) {
      if (!edge.sendControl({ kind: EntryKind.watermark, time: watermark })) return false
      this.sent[index] = watermark
    }
    if (idle && !this.idleSent[index]) {
      if (!edge.sendControl(IDLE_ENTRY)) return false
      this.idleSent[index] = true
    }
    return true
  }

  private processingTime(): Step {
    const now = this.parts.clock.now()
    for (const node of this.timers) {
      if (node.instance.nextProcessingTime!() > now) continue
      if (this.call(node, (instance) => instance.onProcessingTime!(now))) return Step.opened
      // It may have become idle.
      if (node.instance.idle) {
        this.begin()
        const settled = this.settle()
        if (settled !== Step.settled) return settled
      }
    }
    return Step.settled
  }

  /** Calls an operator and opens what it returns; true if there is anything to emit. */
  private call(node: ChainNode, call: (instance: OperatorInstance) => Iterable<unknown> | undefined): boolean {
    const { parts } = this
    parts.calling(node.index)
    try {
      const results = call(node.instance)
      let any = takeOutput(node, parts.slots, parts.state)
      if (results !== undefined) {
        const slot = parts.state.slots[parts.slots.main(node.index)]
        slot.iterator = results[Symbol.iterator]()
        slot.origin = undefined
        slot.time = NO_TIMESTAMP
        any = true
      }
      return any
    } catch (error) {
      throw parts.failed(node.index, error)
    } finally {
      parts.calling(-1)
    }
  }
}
