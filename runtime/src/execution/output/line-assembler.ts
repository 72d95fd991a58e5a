import type { OutputLine } from '../../control/index.ts'
import type { ExecutionGraph, LogicalGraph } from '../../graph/index.ts'
import type { OutputPiece } from './output-ring.ts'

/** A line without an end is passed on at this length, in code units. */
const LONGEST_LINE = 1024 * 1024

/** Puts pieces of output together to lines, per instance and stream, and says whose they are. */
export class LineAssembler {
  private readonly execution: ExecutionGraph
  private readonly graph: LogicalGraph
  private readonly partial = new Map<string, { piece: OutputPiece; text: string }>()

  constructor(execution: ExecutionGraph, graph: LogicalGraph) {
    this.execution = execution
    this.graph = graph
  }

  lines(pieces: readonly OutputPiece[]): OutputLine[] {
    const lines: OutputLine[] = []
    for (const piece of pieces) {
      const source = `${piece.stream} ${piece.task} ${piece.operatorId}`
      const texts = ((this.partial.get(source)?.text ?? '') + piece.text).split('\n')
      const rest = texts.pop()!
      for (const text of texts) lines.push(this.line(piece, text))
      if (rest.length > LONGEST_LINE) lines.push(this.line(piece, rest))
      if (rest === '' || rest.length > LONGEST_LINE) this.partial.delete(source)
      else this.partial.set(source, { piece, text: rest })
    }
    return lines
  }

  /** What has no end of line. */
  rest(): OutputLine[] {
    const lines = [...this.partial.values()].map(({ piece, text }) => this.line(piece, text))
    this.partial.clear()
    return lines
  }

  private line(piece: OutputPiece, text: string): OutputLine {
    const { stream, task, operatorId } = piece
    if (task < 0) return { text, stream }
    const { name, parallelism } = this.graph.operator(operatorId)
    return { text, stream, operatorId, operatorName: name, instance: this.execution.instances[task].index, parallelism }
  }
}
