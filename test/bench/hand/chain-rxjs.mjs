import { filter, map, range } from 'rxjs'

const count = Number(process.argv[2])
let sum = 0
const start = performance.now()
range(0, count)
  .pipe(
    map((n) => n + 1),
    filter((n) => n % 2 === 0),
    map((n) => n * 3),
  )
  .subscribe((n) => {
    sum = (sum + n) | 0
  })
console.log(JSON.stringify({ records: count, ms: performance.now() - start, sum }))
