/** Comments where an edit could swallow code: behind the last argument, before a dot, in empty argument lists. */
import { Environment, print } from 'millrace'

const env = new Environment(/* nothing yet */)

const numbers = env.fromCollection([1, 2, 3 /* , 4 */] /* the list */) // made here

const small = numbers
  .filter(
    (n) => n < 3, // all others are large
  )
  .map((n) => n * 2 /* doubled */) // TODO triple?
  .name('Doubled' /* , 'Tripled' */)
  //.setParallelism(2)
  .forward(/* as it is */) /* eslint-disable-line */
  /* .shuffle() */ .map((n) => n + 1 // one more
  ) // <- the parenthesis above belongs to map
small.sink(print(/* default */)) // .name('nothing')

const large = numbers // the same numbers
  // but others of them
  .filter((n) => n >= 3) /* no semicolon */
large /* here */ .sink(/* dropped */)
;/* an empty statement */

await env /* now */ . execute(
  // the name
  'comments',
) // end
/* no line end here */