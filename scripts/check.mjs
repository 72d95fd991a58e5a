// npm run check: types, lint and format, arrows between the rooms.
import { spawnSync } from 'node:child_process'
import { compile } from './build.mjs'
import { checkArrows } from './check-arrows.mjs'
import { packageFile, root } from './install.mjs'

const failures = []
const node = (args) => spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status === 0
const tsc = packageFile('typescript/lib/tsc.js')

if (!(await compile())) failures.push('types')
for (const project of ['test', 'samples']) if (!node([tsc, '-p', project])) failures.push(`types of ${project}`)
if (!node([packageFile('@biomejs/biome/bin/biome'), 'ci', '--colors=off', '--error-on-warnings', '.']))
  failures.push('lint')
const problems = checkArrows(root)
for (const problem of problems) console.error(problem)
if (problems.length > 0) failures.push('arrows')

if (failures.length > 0) {
  console.error(`\ncheck failed: ${failures.join(', ')}`)
  process.exit(1)
}
console.log('types, lint and arrows hold')
