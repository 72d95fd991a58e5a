// The job in an async function that is called at once, as people write where there is no top-level await.
import { Environment, print } from 'millrace'

;(async () => {
  const env = new Environment()
  const scores = env.fromCollection([
    { team: 'red', points: 3 },
    { team: 'blue', points: 1 },
    { team: 'red', points: 0 },
  ])

  scores
    .keyBy('team')
    .sum('points')
    .map((score) => `${score.team} has ${score.points}`)
    .sink(print())

  scores.filter((score) => score.points === 0).name('Lost').sink(console.log)

  await env.execute('scores')
})()
