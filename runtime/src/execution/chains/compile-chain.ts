import { NOTHING } from '../../operators/index.ts'
import { isTimestamp, NO_TIMESTAMP, wrongTimestamp } from '../../time/index.ts'
import { checkRecord, freezeRecord } from '../codec/index.ts'
import { openIterator } from './called-by-loop.ts'
import { loopName, loopUrl, rememberLines } from './calling-node.ts'
import type { ChainLoop, ChainReport } from './chain-report.ts'
import { type ChainNode, type ChainOut, type ChainShape, MAIN } from './chain-shape.ts'
import { ChainSlots, takeOutput } from './chain-slots.ts'
import { Returned } from './chain-state.ts'
import { checkCode } from './check-code.ts'
import { bufferCode, emitCode } from './emit-code.ts'
import { failureCode, keyCode } from './failing-call.ts'
import type { Outlet } from './outlet.ts'

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

/**
 * Names of the generated code: `f` functions, `g` outputs, `o` outlets, `b`, `k` and `e` buffers of values, keys and
 * timestamps, `s` selectors, `c` their choices, `q` slots, `v`, `x` and `t` values, keys and timestamps, `w` the largest timestamps, `m`, `n` and `r` counts (`r` where idleness is asked for).
 */
class Generator {
  private readonly shape: ChainShape
  private readonly report: ChainReport
  private readonly taps: ReadonlySet<number>
  private readonly outlets: Outlet[] = []
  private readonly slots: ChainSlots
  /** What says how much room there is, for each slot (and the input, -1): all that it reaches without another slot. */
  private readonly roomsOf = new Map<number, Set<string>>()

  constructor(shape: ChainShape, report: ChainReport, taps: ReadonlySet<number>) {
    this.shape = shape
    this.report = report
    this.taps = taps
    this.slots = new ChainSlots(shape.nodes)
  }

  compile(): ChainLoop {
    const { shape } = this
    const input = this.node(shape.nodes[0], 'v', 'x', 't', -1)
    const bodies = this.slots.places.map(({ node, tag }, slot) =>
      this.outs(shape.nodes[node], tag, 'v', 'undefined', 't', slot),
    )
    const slots = bodies.map((_, slot) => slot).reverse()
    const timed = shape.nodes.filter(({ instance }) => instance.shape === 'time')
    const name = loopName(shape.nodes.map((node) => node.name))
    const code = `'use strict'
${shape.nodes.map(({ index }) => `const f${index} = nodes[${index}].instance.apply, g${index} = nodes[${index}].output`).join('\n')}
${shape.checkRecords === 'some' ? 'let emitted = 0\n' : ''}const keyOf = input.key, recordAt = input.at, printing = report.printing
${this.outlets.map((_, i) => `const o${i} = outlets[${i}]${this.outlets[i].select ? `, s${i} = outlets[${i}].select` : ''}`).join('\n')}
return function ${name}(state, work) {
  const { values, keys, times, port, from, step, end } = state
  const start = state.position
  let position = start, at = 0, current = undefined, time = NO, opened = false, returned = ${Returned.idle}
  ${slots.map((slot) => `const q${slot} = state.slots[${slot}]`).join('\n  ')}
  ${this.outlets.map(bufferCode).join('\n  ')}
  ${this.counters()
    .map((counter) => `let ${counter} = 0`)
    .join('; ')}
  ${timed.map(({ index }) => `const p${index} = nodes[${index}].instance.progress; let w${index} = p${index}.max, r${index} = 0`).join('\n  ')}
  try {
    main: for (;;) {
${slots.map((slot) => this.slotLoop(slot, bodies[slot])).join('\n')}
${this.inputLoop(input)}
      break
    }
  } catch (error) {
    ${failureCode(shape)}
  } finally {
    state.position = position
    ${timed.map(({ index }) => `p${index}.max = w${index}; p${index}.records += r${index}`).join('; ')}
    ${this.counts()}
  }
  return returned
}
//# sourceURL=${loopUrl(name)}`
    const operatorIds = shape.nodes.map(({ operatorId }) => operatorId)
    rememberLines(name, code, [...operatorIds, ...operatorIds])
    const make = new Function(
      'nodes',
      'outlets',
      'report',
      'input',
      'checkRecord',
      'freezeRecord',
      'openIterator',
      'takeOutput',
      'slots',
      'isTimestamp',
      'wrongTimestamp',
      'NO',
      'NOTHING',
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
      takeOutput,
      this.slots,
      isTimestamp,
      wrongTimestamp,
      NO_TIMESTAMP,
      NOTHING,
    ) as ChainLoop
  }

  /** Walks on through what is in a slot: its array, then its iterator. */
  private slotLoop(slot: number, body: string): string {
    const { node: index, tag } = this.slots.places[slot]
    const time = (value: string) => (mentions(body, 't') ? `const t = ${value}` : '')
    const full = `returned = work <= 0 ? ${Returned.budget} : ${Returned.noRoom}; break`
    const array = `      if (q${slot}.array !== null) {
        const array = q${slot}.array, times = q${slot}.times, first = q${slot}.next
        let next = first
        const room = ${this.room(slot)}
        const stop = Math.min(array.length, first + room)
        while (next < stop && !opened) {
          const v = array[next]
          ${time(`times === null ? q${slot}.time : times[next]`)}
          next++
l${index}: {
${body}
}
        }
        q${slot}.next = next
        work -= next - first
        if (next >= array.length) q${slot}.array = null
        if (opened) { opened = false; continue main }
        if (q${slot}.array !== null) { ${full} }
      }`
    if (tag !== MAIN) return array
    const output = this.mayEmit(index)
      ? `if (g${index}.values.length > 0) { if (result.done) q${slot}.iterator = null; else if (result.value !== NOTHING) g${index}.emit(result.value, g${index}.timestamp); takeOutput(nodes[${index}], slots, state); continue main }
          if (g${index}.sided && takeOutput(nodes[${index}], slots, state)) opened = true
          `
      : ''
    const isProcess = this.shape.nodes[index].instance.shape === 'process'
    const stamp = isProcess ? `g${index}.timestamp` : `q${slot}.time`
    return `${array}
      if (q${slot}.iterator !== null) {
        const iterator = q${slot}.iterator
        let room = ${this.room(slot)}
        at = ${index}; current = q${slot}.origin
        while (room > 0 && !opened) {
          let result
          ${this.nextGuard(slot, index, 'result = iterator.next()')}
          ${output}if (result.done) { q${slot}.iterator = null; break }
          room--
          work--
          ${isProcess ? 'if (result.value === NOTHING) continue\n          ' : ''}const v = result.value
          ${time(stamp)}
l${index}: {
${body}
}
          at = ${index}; current = q${slot}.origin
        }
        if (opened) { opened = false; continue main }
        if (q${slot}.iterator !== null) { ${full} }
      }`
  }

  /** Whether something may lie in the node's output after a call. */
  private mayEmit(index: number): boolean {
    const { instance, output } = this.shape.nodes[index]
    return instance.shape === 'process' || output.sides.size > 0
  }

  /** A generator that throws has no further records: what is to be skipped then is the rest of them. */
  private nextGuard(slot: number, index: number, code: string): string {
    if (this.shape.nodes[index].onError === 'fail') return code
    return `try { ${code} } catch (error) { q${slot}.iterator = null; ${this.skip(index, `q${slot}.origin`, `q${slot}.time`)}; break }`
  }

  private skip(index: number, v: string, t: string): string {
    const skipped = `report.skipped(${index}, ${v}, error, ${t})`
    if (this.shape.nodes[index].onError === 'skip') return skipped
    return `${skipped}; if (takeOutput(nodes[${index}], slots, state)) opened = true`
  }

  /** Walks on through the input. */
  private inputLoop(body: string): string {
    const { input } = this.shape
    const value =
      input.kind === 'batch'
        ? 'const v = values[position++]'
        : 'at = 0; current = undefined; const v = recordAt(from + position++ * step)'
    const time = mentions(body, 't') ? 'const t = times === undefined ? NO : times[position - 1]' : ''
    return `      if (position < end) {
        const room = ${this.room(-1)}
        const first = position, stop = Math.min(end, first + room)
        while (position < stop && !opened) {
          ${value}
          const x = ${keyCode(input)}
          ${input.kind === 'indexed' && time ? 'const t = NO' : time}
${body}
        }
        work -= position - first
        if (opened) { opened = false; continue main }
        if (position < end) { returned = work <= 0 ? ${Returned.budget} : ${Returned.noRoom}; break }
      }`
  }

  private room(slot: number): string {
    const rooms = [...(this.roomsOf.get(slot) ?? [])]
    return rooms.length === 0 ? 'work' : `Math.min(work, ${rooms.join(', ')})`
  }

  private asksRoom(slot: number, room: string): void {
    const rooms = this.roomsOf.get(slot) ?? new Set()
    this.roomsOf.set(slot, rooms.add(room))
  }

  /** What a node does with a record in `v`, its key in `x` and its timestamp in `t`. */
  private node(node: ChainNode, v: string, x: string, t: string, slot: number): string {
    const { index, instance, onError } = node
    const guard = (code: string) =>
      onError === 'fail' ? code : `try { ${code} } catch (error) { ${this.skip(index, v, t)}; break l${index} }`
    const out = `v${index}`
    const prints = likelyPrints(instance.apply)
    const argument = instance.usesKey ? `${v}, ${x}` : v
    if (instance.room) this.asksRoom(slot, `nodes[${index}].instance.room()`)
    let code: string
    switch (instance.shape) {
      case 'pass':
        return this.outs(node, MAIN, v, x, t, slot)
      case 'map':
        code = `let ${out}; ${guard(`${out} = f${index}(${argument})`)}
${this.outs(node, MAIN, out, 'undefined', t, slot)}`
        break
      case 'filter':
        code = `let ${out}; ${guard(`${out} = f${index}(${argument})`)}
if (!${out}) break l${index}
${this.outs(node, MAIN, v, x, t, slot)}`
        break
      case 'key':
        code = `let ${out}; ${guard(`${out} = f${index}(${v})`)}
${this.outs(node, MAIN, v, out, t, slot)}`
        break
      case 'time':
        code = `let t${index}; ${guard(`t${index} = f${index}(${v}, ${t}); if (!isTimestamp(t${index})) throw wrongTimestamp(t${index})`)}
${instance.idle ? `r${index}++; ` : ''}t${index} = Math.floor(t${index}); if (t${index} > w${index}) w${index} = t${index}
${this.outs(node, MAIN, v, x, `t${index}`, slot)}`
        break
      case 'each':
        code = `${this.outs(node, MAIN, v, x, t, slot)}
at = ${index}; current = ${v}${prints ? `; printing.operatorId = ${node.operatorId}` : ''}
let ${out}; ${guard(`${out} = f${index}(${argument})`)}${prints ? '\nprinting.operatorId = -1' : ''}
if (typeof ${out} === 'object' && ${out} !== null && typeof ${out}.then === 'function') report.pending(${index}, ${v}, ${out})`
        break
      case 'flatMap': {
        const q = `q${this.slots.main(index)}`
        code = `let ${out}; ${guard(`${out} = f${index}(${argument})`)}
if (Array.isArray(${out})) { if (${out}.length > 0) { ${q}.array = ${out}; ${q}.times = null; ${q}.next = 0; ${q}.time = ${t}; opened = true } }
else if (${out} !== undefined) { ${q}.iterator = openIterator(${out}); ${q}.time = ${t}; ${q}.origin = ${v}; opened = true }`
        break
      }
      case 'process': {
        const q = `q${this.slots.main(index)}`
        const port = index === 0 ? 'port' : '0'
        const noted = index === 0 ? '' : `time = ${t}; `
        code = `${noted}let ${out}; ${guard(`${out} = f${index}(${v}, ${x}, ${t}, ${port})`)}
if (${out} !== undefined) { ${q}.iterator = openIterator(${out}); ${q}.time = ${t}; ${q}.origin = ${v}; opened = true }
if ((g${index}.values.length > 0 || g${index}.sided) && takeOutput(nodes[${index}], slots, state)) opened = true`
        break
      }
    }
    return `l${index}: {
at = ${index}; current = ${v}
${code}
}`
  }

  /** Hands a record on along all edges out of one output of a node. */
  private outs(node: ChainNode, tag: string, v: string, x: string, t: string, slot: number): string {
    const outs = node.outs.filter((out) => (out.tag ?? MAIN) === tag)
    const check = outs.length > 0 ? checkCode(this.shape.checkRecords, v, this.emitting(node)) : ''
    const counter = this.emitted(node, tag)
    const counted = counter === undefined ? '' : `${counter} = (${counter} + 1) | 0\n`
    return `${counted}${check}${outs.map((out) => this.out(node, out, v, x, t, slot)).join('\n')}`
  }

  /** What `at` is where something is done with a record that the node has emitted. */
  private emitting(node: ChainNode): number {
    return this.shape.nodes.length + node.index
  }

  /** The counter of what a node emits, where that is not simply what it takes. */
  private emitted(node: ChainNode, tag: string): string | undefined {
    if (!this.shape.counting) return undefined
    if (tag !== MAIN) return `n${this.slots.side(node.index).get(tag)}`
    const { shape } = node.instance
    return shape === 'filter' || node.onError !== 'fail' || this.slots.main(node.index) >= 0
      ? `m${node.index}`
      : undefined
  }

  private counters(): string[] {
    return this.shape.nodes.flatMap((node) =>
      [MAIN, ...node.output.sides.keys()].flatMap((tag) => this.emitted(node, tag) ?? []),
    )
  }

  private out(node: ChainNode, out: ChainOut, v: string, x: string, t: string, slot: number): string {
    const tap = (channel: string) =>
      this.taps.has(out.edgeId) ? `report.tapped(${out.edgeId}, ${v}, ${x}, ${channel})\n` : ''
    if ('node' in out) return tap('0') + this.node(this.shape.nodes[out.node], v, x, t, slot)
    let i = this.outlets.indexOf(out.outlet)
    if (i < 0) i = this.outlets.push(out.outlet) - 1
    this.asksRoom(slot, `o${i}.room()`)
    const { index, onError, instance } = node
    const choose = (call: string) =>
      `at = ${this.emitting(node)}; current = ${v}; ${
        onError === 'fail' || instance.shape === 'pass'
          ? call
          : `try { ${call} } catch (error) { ${this.skip(index, v, t)}; break l${index} }`
      }`
    return emitCode(out.outlet, i, { v, x, t }, choose, tap)
  }

  /** Only what cannot be derived is counted in the loop: a node takes what its parent emits. */
  private counts(): string {
    const { shape } = this
    if (!shape.counting) return ''
    const taken = new Map<number, string>([[0, '(position - start)']])
    return shape.nodes
      .map((node) => {
        const main = this.emitted(node, MAIN) ?? taken.get(node.index)!
        for (const out of node.outs) {
          if ('node' in out)
            taken.set(out.node, out.tag === undefined || out.tag === MAIN ? main : this.emitted(node, out.tag)!)
        }
        return `report.recordsIn[${node.index}] += ${taken.get(node.index)}; report.recordsOut[${node.index}] += ${main}`
      })
      .join('; ')
  }
}

function mentions(code: string, name: string): boolean {
  return new RegExp(`\\b${name}\\b`).test(code)
}

/** Saves looking at the stack for every line; where it guesses wrong, the stack is looked at. */
function likelyPrints(fn: unknown): boolean {
  return fn === console.log || /\bconsole\b|\bstdout\b/.test(String(fn))
}
