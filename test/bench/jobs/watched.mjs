// Word count in a process of its own, watched as the editor watches it: not at all, its metrics, or one of its edges.
import { fileURLToPath } from 'node:url'
import { build, superviseJob } from 'millrace/supervisor'

const [how, words] = process.argv.slice(2)
/** The words, one by one: the fullest edge of the job. */
const EDGE = 1
const bundle = await build(fileURLToPath(new URL('wordcount.mjs', import.meta.url)))
const job = superviseJob({ bundle, args: [words] })
let last = ''
let timer
job.on({
  output(lines) {
    last = lines.at(-1).text
  },
  state({ job: id, state }) {
    if (state !== 'running') return
    if (how === 'metrics') timer = setInterval(() => job.control?.metrics(id).catch(() => {}), 1_000)
    if (how === 'tap') void job.control?.taps(id, [EDGE], 10).catch(() => {})
  },
})
const { outcome, error } = await job.ended
clearInterval(timer)
if (outcome !== 'finished') throw new Error(`the job ${outcome}: ${error?.message}`)
console.log(last)
