// What the jobs of the benchmarks have in common.
export const now = () => performance.timeOrigin + performance.now()

/** Runs a job and prints how many records it took how long: from the start of its instances to the end of the last. */
export async function measured(env, name, records) {
  const job = await env.execute(name)
  const { durationMs } = await job.waitFinish()
  console.log(JSON.stringify({ records, ms: durationMs, rss: process.resourceUsage().maxRSS / 1024 }))
}
