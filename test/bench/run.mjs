// npm run bench [-- NAME...] [--json FILE]
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { installPackages } from '../../scripts/install.mjs'

installPackages()
const { build } = await import('../../scripts/build.mjs')
const { benches } = await import('./benches.mjs')
const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'string' } } })
const unknown = positionals.filter((name) => !benches.some((bench) => bench.name === name))
if (unknown.length > 0) {
  console.error(
    `no benchmark is called ${unknown.join(', ')}; there are: ${benches.map(({ name }) => name).join(', ')}`,
  )
  process.exit(2)
}
await build()
const columns = [18, 9, 9, 9, 14, 14]
const line = (cells) =>
  cells.map((cell, index) => (index === 0 ? cell.padEnd(columns[0]) : cell.padStart(columns[index]))).join(' ')
console.log(line(['bench', 'value', 'must', 'aim', 'ours', 'reference']))
const rows = []
for (const bench of benches) {
  if (positionals.length > 0 && !positionals.includes(bench.name)) continue
  for (const row of await bench.measure()) {
    rows.push(row)
    const { must, value, better } = row
    const short = must !== null && (better === 'higher' ? value < must : value > must)
    const bound = (figure) => (figure === null ? '' : `${figure} ${row.unit}`)
    console.log(
      line([row.name, `${value.toFixed(2)} ${row.unit}`, bound(must), bound(row.aim), row.ours, row.reference]) +
        (short ? '  SHORT' : ''),
    )
  }
}
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(rows, null, 2)}\n`)
