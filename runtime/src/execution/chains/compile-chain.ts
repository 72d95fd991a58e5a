import { checkRecord, freezeRecord } from '../codec/index.ts'
import { loopName, rememberLines } from './calling-node.ts'
import type { ChainNode, ChainOut, ChainShape } from './chain-shape.ts'
import { type ChainState, Returned } from './chain-state.ts'
import type { Outlet } from './outlet.ts'

/** What a chain's loop tells its surroundings. */
export interface ChainReport {
  /** Counts per node: records in, and out. */
  readonly recordsIn: Float64Array
  readonly recordsOut: Float64Array
  /** User code threw: returns what the loop throws on. */
  failed(node: number, record: unknown, error: unknown): unknown
  /** User code threw, and the operator skips such records. */
  skipped(node: number, record: unknown, error: unknown): void
  /** A function that need not return anything returned a promise. */
  pending(node: number, record: unknown, promise: PromiseLike<unknown>): void
  /** Set to the operator that is being called, where its function likely prints. */
  readonly printing: { operatorId: number }
  /** An edge that is watched passes a record. */
  tapped(edgeId: number, record: unknown, key: unknown): void
}

/** Runs on with the state, for at most `work` records taken from the input or from iterators. */
export type ChainLoop = (state: ChainState, work: number) => Returned

/** Whether a node's records come out of an iterator, so that it needs a slot in the state. */
export function needsSlot(node: ChainNode): boolean {
  return node.instance.shape === 'flatMap' || node.instance.finish !== undefined
}

/**
 * Makes the one loop that runs a whole chain. Its code is generated for the chain, so that every call of a user's
 * function has a place of its own, which is what lets V8 inline it: a loop shared by all chains, or an object per hop,
 * is several times slower.
 *
 * The loop works on the deepest open iterator first, then on shallower ones, then on the input, and asks for room before
 * each pull. A record that opens an iterator ends the walk through its batch until the iterator is used up, so one
 * record that becomes millions queues none of them.
 *
 * @param taps edges that are watched at the moment
 */
export function compileChain(shape: ChainShape, report: ChainReport, taps: ReadonlySet<number>): ChainLoop {
  return new Generator(shape, report, taps).compile()
}

/** Names of the generated code: `f` functions, `o` outlets, `b` and `k` buffers, `s` selectors, `v` and `x` values and keys. */
class Generator {
  private readonly shape: ChainShape
  private readonly report: ChainReport
  private readonly taps: ReadonlySet<number>
  private readonly outlets: Outlet[] = []
  private readonly slotOf = new Map<number, number>()
  /** Outlets that are reached from a slot (or the input, -1) without passing through another slot. */
  private readonly outletsOf = new Map<number, number[]>()

  constructor(shape: ChainShape, report: ChainReport, taps: ReadonlySet<number>) {
    this.shape = shape
    this.report = report
    this.taps = taps
    for (const node of shape.nodes) if (needsSlot(node)) this.slotOf.set(node.index, this.slotOf.size)
  }

  compile(): ChainLoop {
    const { shape } = this
    const bodies = new Map<number, string>()
    bodies.set(-1, this.node(shape.nodes[0], 'v', 'x', -1))
    for (const [index, slot] of this.slotOf) bodies.set(slot, this.outs(shape.nodes[index], 'v', 'x', slot))
    const slots = [...this.slotOf.values()].reverse()
    const name = loopName(shape.nodes.map((node) => node.name))
    const code = `'use strict'
${shape.nodes.map(({ index }) => `const f${index} = nodes[${index}].instance.apply`).join('\n')}
const keyOf = input.key, recordAt = input.at, printing = report.printing
${this.outlets.map((_, i) => `const o${i} = outlets[${i}]${this.outlets[i].select ? `, s${i} = outlets[${i}].select` : ''}`).join('\n')}
return function ${name}(state, work) {
  const { values, keys, from, step, end } = state
  const start = state.position
  let position = start, at = 0, current = undefined, opened = false, returned = ${Returned.idle}
  ${slots.map((slot) => `const q${slot} = state.slots[${slot}]`).join('\n  ')}
  ${this.outlets.map((outlet, i) => this.buffers(outlet, i)).join('\n  ')}
  ${shape.nodes
    .filter((node) => this.countsOut(node))
    .map(({ index }) => `let m${index} = 0`)
    .join('; ')}
  try {
    main: for (;;) {
${slots.map((slot) => this.slotLoop(slot, bodies.get(slot)!)).join('\n')}
${this.inputLoop(bodies.get(-1)!)}
      break
    }
  } catch (error) {
    throw report.failed(at, current, error)
  } finally {
    state.position = position
    ${this.counts()}
  }
  return returned
}`
    rememberLines(
      name,
      code,
      shape.nodes.map(({ operatorId }) => operatorId),
    )
    const make = new Function(
      'nodes',
      'outlets',
      'report',
      'input',
      'checkRecord',
      'freezeRecord',
      'openIterator',
      code,
    )
    return make(
      shape.nodes,
      this.outlets,
      this.report,
      shape.input,
      checkRecord,
      freezeRecord,
      openIterator,
    ) as ChainLoop
  }

  private buffers(outlet: Outlet, i: number): string {
    const single = outlet.buffers.length === 1
    const keys = outlet.keyBuffers ? `, k${i} = o${i}.keyBuffers${single ? '[0]' : ''}` : ''
    return `const b${i} = o${i}.buffers${single ? '[0]' : ''}${keys}`
  }

  /** Walks on through the iterator of a slot. */
  private slotLoop(slot: number, body: string): string {
    return `      if (q${slot}.array !== null) {
        const array = q${slot}.array, x = q${slot}.key, first = q${slot}.next
        let next = first
        const room = ${this.room(slot)}
        const stop = Math.min(array.length, first + room)
        while (next < stop && !opened) {
          const v = array[next++]
${body}
        }
        q${slot}.next = next
        work -= next - first
        if (next >= array.length) q${slot}.array = null
        if (opened) { opened = false; continue main }
        if (q${slot}.array !== null) { returned = work <= 0 ? ${Returned.budget} : ${Returned.noRoom}; break }
      } else if (q${slot}.iterator !== null) {
        const iterator = q${slot}.iterator, x = q${slot}.key
        let room = ${this.room(slot)}
        at = ${this.nodeOfSlot(slot)}
        while (room > 0 && !opened) {
          let result
          ${this.nextGuard(slot, 'result = iterator.next()')}
          if (result.done) { q${slot}.iterator = null; break }
          room--
          work--
          const v = result.value
${body}
          at = ${this.nodeOfSlot(slot)}
        }
        if (opened) { opened = false; continue main }
        if (q${slot}.iterator !== null) { returned = work <= 0 ? ${Returned.budget} : ${Returned.noRoom}; break }
      }`
  }

  /** A generator that throws has no further records: with `onError: 'skip'` it is as good as used up. */
  private nextGuard(slot: number, code: string): string {
    const node = this.nodeOfSlot(slot)
    if (this.shape.nodes[node].onError === 'fail') return code
    return `try { ${code} } catch (error) { q${slot}.iterator = null; report.skipped(${node}, undefined, error); break }`
  }

  private nodeOfSlot(slot: number): number {
    return [...this.slotOf].find(([, other]) => other === slot)![0]
  }

  /** Walks on through the input. */
  private inputLoop(body: string): string {
    const { input } = this.shape
    const value =
      input.kind === 'batch'
        ? 'const v = values[position++]'
        : 'at = 0; current = undefined; const v = recordAt(from + position++ * step)'
    const key =
      input.kind === 'indexed'
        ? 'undefined'
        : input.key
          ? 'keyOf(v)'
          : input.keys
            ? 'keys === undefined ? undefined : keys[position - 1]'
            : 'undefined'
    return `      if (position < end) {
        const room = ${this.room(-1)}
        const first = position, stop = Math.min(end, first + room)
        while (position < stop && !opened) {
          ${value}
          const x = ${key}
${body}
        }
        work -= position - first
        if (opened) { opened = false; continue main }
        if (position < end) { returned = work <= 0 ? ${Returned.budget} : ${Returned.noRoom}; break }
      }`
  }

  private room(slot: number): string {
    const outlets = this.outletsOf.get(slot) ?? []
    return outlets.length === 0 ? 'work' : `Math.min(work, ${outlets.map((i) => `o${i}.room()`).join(', ')})`
  }

  /** What a node does with a record in `v` and its key in `x`. */
  private node(node: ChainNode, v: string, x: string, slot: number): string {
    const { index, instance, onError } = node
    const guard = (code: string) =>
      onError === 'fail'
        ? code
        : `try { ${code} } catch (error) { report.skipped(${index}, ${v}, error); break l${index} }`
    const out = `v${index}`
    const prints = likelyPrints(instance.apply)
    const argument = instance.usesKey ? `${v}, ${x}` : v
    let code: string
    switch (instance.shape) {
      case 'pass':
        return this.outs(node, v, x, slot)
      case 'map':
        code = `let ${out}; ${guard(`${out} = f${index}(${argument})`)}
${this.outs(node, out, 'undefined', slot)}`
        break
      case 'filter':
        code = `let ${out}; ${guard(`${out} = f${index}(${argument})`)}
if (!${out}) break l${index}
${this.outs(node, v, x, slot)}`
        break
      case 'key':
        code = `let ${out}; ${guard(`${out} = f${index}(${v})`)}
${this.outs(node, v, out, slot)}`
        break
      case 'each':
        code = `${this.outs(node, v, x, slot)}
at = ${index}; current = ${v}${prints ? `; printing.operatorId = ${node.operatorId}` : ''}
let ${out}; ${guard(`${out} = f${index}(${argument})`)}${prints ? '\nprinting.operatorId = -1' : ''}
if (typeof ${out} === 'object' && ${out} !== null && typeof ${out}.then === 'function') report.pending(${index}, ${v}, ${out})`
        break
      case 'flatMap': {
        const q = `q${this.slotOf.get(index)}`
        code = `let ${out}; ${guard(`${out} = f${index}(${argument})`)}
if (Array.isArray(${out})) { if (${out}.length > 0) { ${q}.array = ${out}; ${q}.next = 0; ${q}.key = ${x}; opened = true } }
else if (${out} !== undefined) { ${q}.iterator = openIterator(${out}); ${q}.key = ${x}; opened = true }`
        break
      }
    }
    return `l${index}: {
at = ${index}; current = ${v}
${code}
}`
  }

  /** Hands a record on along all edges out of a node. */
  private outs(node: ChainNode, v: string, x: string, slot: number): string {
    const check =
      this.shape.checkRecords && node.outs.length > 0
        ? `at = ${node.index}; current = ${v}; checkRecord(${v}); freezeRecord(${v})\n`
        : ''
    return `${this.counted(node)}${check}${node.outs.map((out) => this.out(node, out, v, x, slot)).join('\n')}`
  }

  /** Operators that emit another number of records than they take count what they emit. */
  private counted(node: ChainNode): string {
    return this.countsOut(node) ? `m${node.index} = (m${node.index} + 1) | 0\n` : ''
  }

  private countsOut(node: ChainNode): boolean {
    return (
      this.shape.counting &&
      (node.instance.shape === 'filter' ||
        node.instance.shape === 'flatMap' ||
        node.onError === 'skip' ||
        node.instance.finish !== undefined)
    )
  }

  private out(node: ChainNode, out: ChainOut, v: string, x: string, slot: number): string {
    const tap = this.taps.has(out.edgeId) ? `report.tapped(${out.edgeId}, ${v}, ${x})\n` : ''
    if ('node' in out) return tap + this.node(this.shape.nodes[out.node], v, x, slot)
    const i = this.outletIndex(out.outlet, slot)
    return `${tap}${this.emit(node, out.outlet, i, v, x)}`
  }

  private outletIndex(outlet: Outlet, slot: number): number {
    let i = this.outlets.indexOf(outlet)
    if (i < 0) i = this.outlets.push(outlet) - 1
    const reached = this.outletsOf.get(slot) ?? []
    if (!reached.includes(i)) this.outletsOf.set(slot, [...reached, i])
    return i
  }

  private emit(node: ChainNode, outlet: Outlet, i: number, v: string, x: string): string {
    const { buffers, strategy, keyBuffers } = outlet
    const put = (buffer: string) => `b${i}${buffer}.push(${v})${keyBuffers ? `; k${i}${buffer}.push(${x})` : ''}`
    const call = `c${i} = s${i}(${v}, ${x})`
    const choose =
      `at = ${node.index}; current = ${v}; let c${i}; ` +
      (node.onError === 'fail' || node.instance.shape === 'pass'
        ? call
        : `try { ${call} } catch (error) { report.skipped(${node.index}, ${v}, error); break l${node.index} }`)
    if (outlet.select === undefined) return put('')
    if (strategy === 'Broadcast') {
      return buffers.length === 1 ? put('') : `for (let c = 0; c < ${buffers.length}; c++) { ${put('[c]')} }`
    }
    if (strategy === 'Custom') {
      const one = buffers.length === 1 ? put('') : put(`[c${i}]`)
      const many = buffers.length === 1 ? put('') : put('[c]')
      return `${choose}\nif (typeof c${i} === 'number') { ${one} } else { for (const c of c${i}) { ${many} } }`
    }
    if (buffers.length === 1) return strategy === 'ShuffleByKey' ? `${choose}\n${put('')}` : put('')
    return `${choose}\n${put(`[c${i}]`)}`
  }

  /** Only what cannot be derived is counted in the loop: a node takes what its parent emits. */
  private counts(): string {
    const { shape } = this
    if (!shape.counting) return ''
    const taken = new Map<number, string>([[0, '(position - start)']])
    return shape.nodes
      .map((node) => {
        const emitted = this.countsOut(node) ? `m${node.index}` : taken.get(node.index)!
        for (const out of node.outs) if ('node' in out) taken.set(out.node, emitted)
        return `report.recordsIn[${node.index}] += ${taken.get(node.index)}; report.recordsOut[${node.index}] += ${emitted}`
      })
      .join('; ')
  }
}

/** Saves looking at the stack for every line; where it guesses wrong, the stack is looked at. */
function likelyPrints(fn: unknown): boolean {
  return fn === console.log || /\bconsole\b|\bstdout\b/.test(String(fn))
}

function openIterator(iterable: Iterable<unknown>): Iterator<unknown> {
  const iterator = iterable[Symbol.iterator]()
  if (typeof iterator?.next !== 'function') throw new TypeError('the iterable has no iterator')
  return iterator
}
