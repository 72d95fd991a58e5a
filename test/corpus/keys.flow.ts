/** keyBy in all its forms: an index, a property, a function, several fields; a keyed stream that is used twice. */
import { Environment, print } from 'millrace'

type Goal = { team: string; player: { name: string }; minute: number }

const env = new Environment({ parallelism: 2 })
const goals = env.fromCollection<Goal>([
  { team: 'A', player: { name: 'x' }, minute: 12 },
  { team: 'B', player: { name: 'y' }, minute: 45 },
  { team: 'A', player: { name: 'z' }, minute: 90 },
])

const byTeam = goals.keyBy('team', 'By team').uid('by-team')
byTeam.sum(() => 1, 'Goals').setParallelism(3).sink(print())
byTeam.reduce((a, b) => (a.minute > b.minute ? a : b)).map((goal) => `${goal.team} ${goal.minute}'`).sink(print())
byTeam.filter((goal) => goal.minute > 80).name('Late goals').sink()

goals.keyBy((goal) => goal.player.name).sum('minute').sink()
goals.keyBy(({ team, player }) => ({ team, name: player.name })).setParallelism(1).sum(({ minute }) => minute).sink()
goals.map((goal) => [goal.team, goal.minute]).keyBy(0).sum(1).sink(print())
goals.keyBy(({ minute }) => minute > 45).onError('skip').sink()

await env.execute('goals')
