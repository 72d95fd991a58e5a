import { lines, wordsPerLine } from '../jobs/words.mjs'

const count = Number(process.argv[2]) / wordsPerLine
const counts = new Map()
let last
const emit = (update) => {
  last = update
}

function loop(count) {
  for (let i = 0; i < count; i++) {
    for (const word of lines[i % lines.length].split(/\s+/)) {
      const total = (counts.get(word) ?? 0) + 1
      counts.set(word, total)
      emit([word, total])
    }
  }
}

const start = performance.now()
loop(count)
console.log(JSON.stringify({ records: count * wordsPerLine, ms: performance.now() - start, last }))
