// A const for every stream, one operator each.
import { Environment, print } from 'millrace'

const env = new Environment({ parallelism: 2 })

const lines = env.fromCollection([
  '2026-01-03 GET /index.html 200',
  '2026-01-03 GET /favicon.ico 404',
  '2026-01-04 POST /login 302',
  '2026-01-04 GET /index.html 200',
])

const parts = lines.map((line) => line.split(' '))
const requests = parts.map(([day, method, path, status]) => ({ day, method, path, status: Number(status) }))
const failures = requests.filter((request) => request.status >= 400)
const byDay = failures.keyBy('day')
const ones = byDay.process<[string, number]>({
  onRecord(request, { key }, out) {
    out.collect([key, request.status])
  },
})
const texts = ones.map(([day, status]) => day + ' ' + status)
const printed = texts.sink(print())
printed.name('Failures')

await env.execute('failures by day')
