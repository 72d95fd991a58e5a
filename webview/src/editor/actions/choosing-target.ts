import { announce } from '../state/announce.ts'
import { useGesture } from '../state/gesture.ts'
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
  const targets = targetsOf(diagram, { node: from.key, output: 'main' })
  const [first] = targets
  if (first === undefined) {
    say(`No input is free that ${from.name} could lead to: every other one is taken, or comes before it.`, 'warning')
    return
  }
  useGesture.setState({ targets })
  choose(from.key, first[0], first[1][0])
}

export function chooseNext(step: 1 | -1): void {
  const { targets, choosing } = useGesture.getState()
  if (!targets || !choosing) return
  const all = [...targets].flatMap(([target, ports]) => ports.map((port) => ({ target, port })))
  const index = all.findIndex(({ target, port }) => target === choosing.target && port === choosing.port)
  const { target, port } = all[(index + step + all.length) % all.length]
  choose(choosing.from, target, port)
}

function choose(from: string, target: string, port: number): void {
  useGesture.setState({ choosing: { from, target, port } })
  void reveal([target])
  announce(`${inputName(target, port)}: Enter connects`)
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
  const connected = await connect({ node: choosing.from, output: 'main' }, choosing.target, choosing.port)
  if (connected) goTo(choosing.target)
}
