// The loop a good engineer writes for one thread: three functions, one pass.
const count = Number(process.argv[2])
const first = (n) => n + 1
const keep = (n) => n % 2 === 0
const second = (n) => n * 3

function loop(count) {
  let sum = 0
  for (let i = 0; i < count; i++) {
    const n = first(i)
    if (!keep(n)) continue
    sum = (sum + second(n)) | 0
  }
  return sum
}

const start = performance.now()
const sum = loop(count)
console.log(JSON.stringify({ records: count, ms: performance.now() - start, sum }))
