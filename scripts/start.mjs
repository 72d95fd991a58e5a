// npm start: a job over three million real records.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { installPackages, root } from './install.mjs'

installPackages()
const { compile } = await import('./build.mjs')
if (!(await compile())) process.exit(1)

const millrace = join(root, 'runtime', 'bin', 'millrace.js')
const flights = join('samples', 'flights.flow.ts')

function run(args) {
  const child = spawn(process.execPath, [millrace, ...args], { cwd: root, stdio: 'inherit' })
  // Ctrl+C reaches the job through the command line, which says what happens.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => {})
  return new Promise((resolve) =>
    child.on('close', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143))),
  )
}

console.log(`\n> millrace graph ${flights} --physical\n`)
let code = await run(['graph', flights, '--physical'])
if (code === 0) {
  console.log(`> millrace run ${flights}\n`)
  const start = performance.now()
  code = await run(['run', flights])
  const seconds = (performance.now() - start) / 1000
  if (code === 0) {
    const rate = (3 / seconds).toFixed(1)
    console.log(`\n3,000,000 flights in ${seconds.toFixed(1)} s with start and end: ${rate} million a second.`)
    console.log('The job is samples/flights.flow.ts; `npm run editor` opens it as a diagram in VS Code.')
  }
}
process.exitCode = code
