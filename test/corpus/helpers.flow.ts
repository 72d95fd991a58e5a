/** Helpers in the same file: an arrow function, a declaration below its use, one that is used twice. */
import { type DataStream, Environment, print } from 'millrace'

const clean = (texts: DataStream<string>) => texts.map((text) => text.trim()).filter((text) => text !== '')

const env = new Environment()

const questions = env.fromCollection([' how much? ', '', 'when?'])
const answers = env.fromCollection(['42', '   ', ' never '])

const q = clean(questions).name('Clean questions')
const a = clean(answers)

show(q.union(a), 'all')
show(a.map((text) => text.length), 'lengths')

function show<T>(stream: DataStream<T>, label: string): void {
  stream
    .map((record) => `${label}: ${record}`)
    .sink(print())
    .name(`Show`)
}

await env.execute('questions and answers')
