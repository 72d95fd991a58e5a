// .then and .catch instead of await
import { Environment, generate, print } from 'millrace'

const env = new Environment()
const dice = env.source(generate((i) => [(i * 5) % 6 + 1, (i * 7) % 6 + 1], { count: 12 }))

dice
  .map(([a, b]) => a + b)
  .keyBy((sum) => sum)
  .sum(() => 1)
  .map(([sum, times]) => sum + ' came ' + times + ' times')
  .sink(print())

dice.filter(([a, b]) => a === b).name('Doubles').sink(console.log)

env.execute('dice')
  .then((job) => job.waitFinish())
  .then(({ state }) => console.log('the job has', state))
  .catch((error) => {
    console.error(error)
    process.exitCode = 1
  })
