import { timeOf, userOf } from '../jobs/visits.mjs'

const [count, users, perSecond] = process.argv.slice(2).map(Number)
const GAP = 500
const sessions = new Map()
let results = 0
const emit = () => {
  results++
}

/** Sessions that no record can join any more; looked for every 100 ms of event time. */
function fire(watermark) {
  for (const [user, own] of sessions) {
    if (own.end - 1 > watermark) continue
    emit([user, own.visits])
    sessions.delete(user)
  }
}

function loop(count) {
  let swept = 0
  for (let i = 0; i < count; i++) {
    const visit = { user: userOf(i, users), at: timeOf(i, perSecond) }
    const own = sessions.get(visit.user)
    if (own !== undefined && visit.at <= own.end) {
      own.visits++
      if (visit.at + GAP > own.end) own.end = visit.at + GAP
    } else {
      if (own !== undefined) emit([visit.user, own.visits])
      sessions.set(visit.user, { end: visit.at + GAP, visits: 1 })
    }
    if (visit.at - swept > 100) {
      swept = visit.at
      fire(visit.at - 11)
    }
  }
  fire(Number.POSITIVE_INFINITY)
}

const start = performance.now()
loop(count)
console.log(JSON.stringify({ records: count, ms: performance.now() - start, results }))
