/** Decorators, accessors and private fields in the classes whose methods the job calls. */
import { Environment, print } from 'millrace'

function counted<This, Args extends unknown[], R>(
  method: (this: This, ...args: Args) => R,
  context: ClassMethodDecoratorContext<This, (this: This, ...args: Args) => R>,
) {
  let calls = 0
  return function (this: This, ...args: Args): R {
    calls++
    if (calls === 1) console.log(`first call of ${String(context.name)}`)
    return method.call(this, ...args)
  }
}

function named(name: string) {
  return (_target: unknown, _context: ClassDecoratorContext) => void name
}

@named('thermometer')
class Thermometer {
  #offset = 0.5

  @counted
  fahrenheit(celsius: number): number {
    return (celsius + this.#offset) * 1.8 + 32
  }

  static readonly instance = new Thermometer()
}

const thermometer = Thermometer.instance
const env = new Environment()

env
  .fromCollection([12, 18.5, 21])
  .map((celsius) => thermometer.fahrenheit(celsius))
  .name('Fahrenheit')
  .filter((degrees) => degrees > 60)
  .sink(print())

await env.execute('degrees')
