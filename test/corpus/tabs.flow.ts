/**
 * Tabs for indentation, Allman braces, a tab before a comment.
 */
import { Environment, print } from 'millrace'

interface Lap
{
	driver: string	// three letters
	lap: number
	ms: number
}

const env = new Environment({
	parallelism: 2,
	threads: 2,
})

const laps = env.fromCollection<Lap>([
	{ driver: 'HAM', lap: 1, ms: 91_230 },
	{ driver: 'VER', lap: 1, ms: 90_870 },
	{ driver: 'HAM', lap: 2, ms: 90_110 },
	{ driver: 'VER', lap: 2, ms: 90_980 },
])

const best = laps
	.keyBy('driver')
	.reduce(
		(a, b) =>
		{
			return a.ms <= b.ms ? a : b
		},
	)
		.name('Best lap')

best
	.map(lap =>
	{
		const seconds = lap.ms / 1000
		return `${lap.driver}	${seconds.toFixed(3)}	in lap ${lap.lap}`
	})
	.sink(print())	// with tabs as well

await env.execute('best laps')
