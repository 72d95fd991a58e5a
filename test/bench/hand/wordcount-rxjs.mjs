import { groupBy, map, mergeMap, range, scan } from 'rxjs'
import { lines, wordsPerLine } from '../jobs/words.mjs'

const count = Number(process.argv[2]) / wordsPerLine
let last
const start = performance.now()
range(0, count)
  .pipe(
    mergeMap((i) => lines[i % lines.length].split(/\s+/)),
    map((word) => [word, 1]),
    groupBy(([word]) => word),
    mergeMap((group) => group.pipe(scan(([word, total]) => [word, total + 1], [group.key, 0]))),
  )
  .subscribe((update) => {
    last = update
  })
console.log(JSON.stringify({ records: count * wordsPerLine, ms: performance.now() - start, last }))
