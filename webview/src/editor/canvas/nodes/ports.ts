import { Position } from 'reactflow'
import { BOX, type DiagramNode, type Direction, type InputPort, type OutputPort } from '../../../shared/index.ts'

/** Where on a box's side a port is: pixels from the side's upper or left end. */
export interface PortSpot<Port> {
  readonly port: Port
  readonly id: string
  readonly at: number
}

/** The ports of a box, spread along the side where the flow comes in, and the one where it goes out. */
export interface Ports {
  readonly inputs: readonly PortSpot<InputPort>[]
  readonly outputs: readonly PortSpot<OutputPort>[]
}

export function portsOf({ inputs, outputs }: DiagramNode, direction: Direction): Ports {
  const side = direction === 'right' ? BOX.height : BOX.width
  const at = (index: number, count: number) => Math.round((side * (index + 1)) / (count + 1))
  return {
    inputs: inputs.map((port, i) => ({ port, id: `in-${port.port}`, at: at(i, inputs.length) })),
    outputs: outputs.map((port, i) => ({ port, id: `out-${port.output}`, at: at(i, outputs.length) })),
  }
}

export const sideOf = (type: 'source' | 'target', direction: Direction): Position =>
  direction === 'right'
    ? type === 'source'
      ? Position.Right
      : Position.Left
    : type === 'source'
      ? Position.Bottom
      : Position.Top

/** The ports as React Flow wants to know them; then it need not measure every box. */
export function handlesOf(ports: Ports, direction: Direction) {
  const handle = (type: 'source' | 'target') => (spot: PortSpot<unknown>) => {
    const along = type === 'source' ? (direction === 'right' ? BOX.width : BOX.height) - 1 : 0
    const [x, y] = direction === 'right' ? [along, spot.at - 0.5] : [spot.at - 0.5, along]
    return { id: spot.id, type, position: sideOf(type, direction), x, y, width: 1, height: 1 }
  }
  return [...ports.inputs.map(handle('target')), ...ports.outputs.map(handle('source'))]
}
