import { announce } from '../state/announce.ts'
import { type GestureState, useGesture } from '../state/gesture.ts'
import { mayEdit, nodeOf, say, useEditor } from '../state/store.ts'
import { connect, endConnecting, targetsOf } from './connecting.ts'
import { reveal } from './viewing.ts'
import { current, goTo } from './walking.ts'

/** Connecting by keyboard: arrows choose among the inputs that are possible, Enter connects. */
export function chooseTarget(): void {
  const { diagram } = useEditor.getState()
  const from = nodeOf(current())
  if (!diagram || !mayEdit()) return
  if (!from) {
    say('Select the box that the arrow is to begin at, then press C.')
    return
  }
  if (from.outputs.length === 0) {
    say(`Nothing can follow ${from.name}: it is a sink.`, 'warning')
    return
  }
  const [output] = outputsToChoose(from.key)
  if (output === undefined) {
    say(`No input is free that ${from.name} could lead to: every other one is taken, or comes before it.`, 'warning')
    return
  }
  chooseFrom(from.key, output)
}

/** The outputs of a box that lead somewhere, or could. */
export function outputsToChoose(from: string): string[] {
  const { diagram } = useEditor.getState()
  const outputs = nodeOf(from)?.outputs ?? []
  return outputs.flatMap(({ output }) =>
    diagram && targetsOf(diagram, { node: from, output }).size > 0 ? [output] : [],
  )
}

/** Lets the arrow begin at the next output of the box. */
export function chooseNextOutput(): void {
  const { choosing } = useGesture.getState()
  if (!choosing) return
  const outputs = outputsToChoose(choosing.from)
  chooseFrom(choosing.from, outputs[(outputs.indexOf(choosing.output) + 1) % outputs.length])
}

function chooseFrom(from: string, output: string): void {
  const targets = targetsOf(useEditor.getState().diagram!, { node: from, output })
  const [target, [port]] = [...targets][0]
  useGesture.setState({ targets })
  choose({ from, output, target, port })
}

export function chooseNext(step: 1 | -1): void {
  const { targets, choosing } = useGesture.getState()
  if (!targets || !choosing) return
  const all = [...targets].flatMap(([target, ports]) => ports.map((port) => ({ target, port })))
  const index = all.findIndex(({ target, port }) => target === choosing.target && port === choosing.port)
  choose({ ...choosing, ...all[(index + step + all.length) % all.length] })
}

function choose(choosing: NonNullable<GestureState['choosing']>): void {
  const { from, output, target, port } = choosing
  useGesture.setState({ choosing })
  void reveal([target])
  announce(`${outputName(from, output)} to ${inputName(target, port)}: Enter connects`)
}

/** What an output is called: its box, and its name where the box has several. */
export function outputName(from: string, output: string): string {
  const node = nodeOf(from)
  const name = node?.outputs.find((other) => other.output === output)?.name
  return name === undefined ? (node?.name ?? '') : `${node?.name}, ${name}`
}

/** What an input is called: its box, and its name where the box has two. */
export function inputName(target: string, port: number): string {
  const node = nodeOf(target)
  const name = node?.inputs.find((input) => input.port === port)?.name
  return name === undefined ? (node?.name ?? '') : `${node?.name}, ${name}`
}

export async function connectChosen(): Promise<void> {
  const { choosing } = useGesture.getState()
  endConnecting()
  if (!choosing) return
  const connected = await connect({ node: choosing.from, output: choosing.output }, choosing.target, choosing.port)
  if (connected) goTo(choosing.target)
}
