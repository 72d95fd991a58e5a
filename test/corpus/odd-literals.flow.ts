/** Numbers and texts in every way of writing: hex, exponents, separators, escapes, line continuations. */
import { Environment, generate, print } from 'millrace'

const env = new Environment({ 'parallelism': 0x2, ['threads']: 2 })

env
  .source(generate((i) => i, { count: 1_0 }), 'It\'s "quoted"')
  .map((n) => n + .5, "tab\tand \u00e9 and \x41")
  .setParallelism(1e0)
  .filter((n) => n > 0b1, `two
lines`)
  .setParallelism(0o3)
  .map((n) => `${n} is ${`${n > 5 ? `more than ${"five"}` : 'less'}`}`, 'con\
tinued')
  .setParallelism(2.0)
  .name(`back\`tick`)
  .uid('*/ not the end /*')
  .filter((text) => /['"`)(\]]|\/\*/.test(text) === false)
  .name('} ) ] \' " ` //')
  .sink(print())
  .name(('in parentheses'))
  .setParallelism((2))

await env.execute('odd "literals"')
