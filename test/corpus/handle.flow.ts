/** What people do with the handle of a job: state changes, results, try and catch around execute only. */
import { collect, Environment, type JobHandle, isJobError } from 'millrace'

const env = new Environment({ parallelism: 2 })

const words = env.fromCollection('the quick brown fox jumps over the lazy dog'.split(' '))
const lengths = words.map((word) => ({ word, length: word.length }))

lengths.keyBy('length').reduce((a, b) => ({ ...a, word: `${a.word}+${b.word}` })).sink(collect('by length'))
lengths.filter(({ length }) => length > 4).sink(collect())

let job: JobHandle | undefined
try {
  job = await env.execute()
  job.on('state', (state) => console.log('now', state))
  await job.waitFinish()
  console.log(job.results().length, 'long words')
} catch (error) {
  if (!isJobError(error)) throw error
  console.error(error.message)
  process.exitCode = 1
} finally {
  console.log('done')
}
