/** Variables declared first and assigned later; `var`; typed; several in one declaration; exported ones. */
import { Environment, print } from 'millrace'
import type { DataStream } from 'millrace'

let env: Environment
let boxes: DataStream<number>, heavy: DataStream<number>, light: DataStream<number>

env = new Environment()
boxes = env.fromCollection([12, 3, 44, 8])
heavy = boxes.filter((kg) => kg > 10)
light = boxes.filter((kg) => kg <= 10)

var texts = heavy.map((kg) => kg + ' kg'), more = light.map((kg) => 'only ' + kg)
export const both = texts.union(more)
export let shown = both.map((text) => text.padStart(10))
shown = shown.name('Padded')
shown.sink(print())

heavy = heavy.map((kg) => kg / 2, 'Halved')
heavy.sink(console.log)

await env.execute('boxes')
