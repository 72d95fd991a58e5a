import type { JobModel } from '../job-model.ts'
import { parse } from '../parse.ts'
import { syntaxOf } from '../syntax.ts'
import { type Command, isRefusal, type Plan, type Refusal, refuse, type TextEdit } from './command.ts'
import { ComposedEdits } from './composed-edits.ts'
import { wordsOf } from './sketch.ts'

/** Plans one command; what it gives out was checked. */
export type PlanOne = (model: JobModel, command: Command) => Plan | Refusal

/**
 * Commands that are carried out one after another as one: each is planned, and checked, on the text that the one before
 * has left.
 */
export class Steps {
  /** The model of the text as it is now. */
  now: JobModel
  private readonly before: JobModel
  private readonly plan: PlanOne
  private readonly composed: ComposedEdits
  private readonly fileName: string

  constructor(model: JobModel, plan: PlanOne) {
    const { source } = syntaxOf(model)!
    this.before = model
    this.now = model
    this.plan = plan
    this.composed = new ComposedEdits(source.text)
    this.fileName = source.fileName
  }

  run(command: Command): void {
    const outcome = this.plan(this.now, command)
    if (isRefusal(outcome)) refuse(outcome.refused)
    this.composed.apply(outcome.edits)
    this.now = parse(this.composed.text, { fileName: this.fileName })
  }

  /** Edits of the text as it was. */
  get edits(): readonly TextEdit[] {
    return this.composed.edits
  }

  /**
   * The number an operator has now, undefined where it is gone: found by its place in the text, or where it was moved, by
   * all that is told of it.
   */
  operator(id: number): number | undefined {
    const { before, now, composed } = this
    const operator = before.operators[id] ?? refuse(`there is no operator ${id}`)
    if (now === before) return id
    const { range, implied } = operator
    const offset = composed.placeOf(range.offset)
    const there = now.operators.filter((other) => other.range.offset === offset && other.implied === implied)
    if (offset !== undefined) {
      // An opaque part, or a helper's, makes several at one place: their order is the same.
      const same = before.operators.filter((other) => other.range.offset === range.offset && other.implied === implied)
      return there[same.indexOf(operator)]?.id
    }
    const words = wordsOf(operator)
    const moved = now.operators.filter((other) => wordsOf(other) === words)
    const alike = before.operators.filter((other) => wordsOf(other) === words)
    if (moved.length > 1 || alike.length > 1)
      refuse(`${operator.name} would be written anew beside others like it: change it by itself`)
    return moved[0]?.id
  }

  /**
   * The number an edge has now: found by what reads it, and which of its inputs it is. Inputs of one operator are to be
   * taken away from the last one on.
   */
  edge(id: number): number | undefined {
    const edge = this.before.edges[id] ?? refuse(`there is no edge ${id}`)
    const into = ({ edges }: JobModel, target: number | undefined) => edges.filter((other) => other.target === target)
    const place = into(this.before, edge.target).indexOf(edge)
    return into(this.now, this.operator(edge.target))[place]?.id
  }
}
