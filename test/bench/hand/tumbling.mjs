import { timeOf, userOf } from '../jobs/visits.mjs'

const [count, users, perSecond] = process.argv.slice(2).map(Number)
const windows = new Map()
let results = 0
let watermark = Number.NEGATIVE_INFINITY
const emit = () => {
  results++
}

function fire(until) {
  for (const [end, counts] of windows) {
    if (end - 1 > until) continue
    for (const [user, visits] of counts) emit([user, visits])
    windows.delete(end)
  }
}

function loop(count) {
  for (let i = 0; i < count; i++) {
    const visit = { user: userOf(i, users), at: timeOf(i, perSecond) }
    const end = visit.at - (((visit.at % 10_000) + 10_000) % 10_000) + 10_000
    let counts = windows.get(end)
    if (counts === undefined) {
      counts = new Map()
      windows.set(end, counts)
    }
    counts.set(visit.user, (counts.get(visit.user) ?? 0) + 1)
    if (visit.at - 11 > watermark) {
      watermark = visit.at - 11
      if (windows.size > 1) fire(watermark)
    }
  }
  fire(Number.POSITIVE_INFINITY)
}

const start = performance.now()
loop(count)
console.log(JSON.stringify({ records: count, ms: performance.now() - start, results }))
