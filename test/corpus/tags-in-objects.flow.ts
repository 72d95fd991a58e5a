/** Output tags in an object, made in place, and two that are the same by their id. */
import { type DeadLetter, Environment, outputTag, print } from 'millrace'

const tags = {
  child: outputTag<{ name: string; age: number }>('child'),
  pensioner: outputTag<{ name: string }>('pensioner'),
} as const

const env = new Environment()

const guests = env.fromCollection([
  { name: 'Ada', age: 36 },
  { name: 'Tom', age: 9 },
  { name: 'Eve', age: 71 },
  { name: '', age: 20 },
])

const adults = guests
  .process<string>({
    onRecord(guest, context, out) {
      if (guest.name === '') throw new Error('who is it?')
      if (guest.age < 18) context.output(tags.child, guest)
      else if (guest.age > 65) context.output(outputTag<{ name: string }>('pensioner'), guest)
      else out.collect(guest.name)
    },
  })
  .onError(outputTag<DeadLetter<{ name: string; age: number }>>('nameless'))

adults.sink(print())
adults.sideOutput(tags.child).map(({ name }) => `${name} pays half`).sink(print())
adults.sideOutput(tags['pensioner']).map(({ name }) => `${name} pays less`).sink(print())
adults
  .sideOutput(outputTag<DeadLetter<unknown>>('nameless'))
  .map((letter) => letter.message)
  .sink(print())

await env.execute('guests')
