/** Enums, interfaces, overloads, abstract classes, declare and type-only imports between the statements of a job. */
import { Environment, print } from 'millrace'
import type * as Millrace from 'millrace'

enum Light {
  Red = 'red',
  Green = 'green',
}
const enum Crossing {
  North = 1,
  South,
}

const env: Millrace.Environment = new Environment()
declare const BUILD: string | undefined

interface Change {
  readonly light: Light
  readonly crossing: Crossing
}
const changes = env.fromCollection<Change>([
  { light: Light.Red, crossing: Crossing.North },
  { light: Light.Green, crossing: Crossing.South },
])

abstract class Describing {
  abstract describe(change: Change): string
}
class English extends Describing {
  override describe(change: Change): string {
    return `${change.crossing} is ${change.light}`
  }
}
const english = new English()

function only(light: Light.Red): (change: Change) => boolean
function only(light: Light): (change: Change) => boolean
function only(light: Light) {
  return (change: Change) => change.light === light
}

const red: Millrace.DataStream<Change> = changes.filter(only(Light.Red), Light.Red)
red.map((change) => english.describe(change)).sink(print())
changes.keyBy('crossing').sum(() => Crossing.South).setParallelism(Crossing.South).sink(print())

await env.execute('lights')
export type { Change }
