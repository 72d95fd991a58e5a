import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { packageFolder } from '../failure/index.ts'
import { nice } from './job-file.ts'
import { WrongUse } from './wrong-use.ts'

const jobText = (name: string) => `import { Environment, print } from 'millrace'

const env = new Environment({ parallelism: 2 })

const lines = env.fromCollection(['to be or not to be', 'that is the question'])
const words = lines.flatMap((line) => line.split(' '))
const counts = words
  .map((word) => [word, 1])
  .keyBy(0)
  .sum(1)

counts.sink(print())

const job = await env.execute('${name}')
await job.waitFinish()
`

const tsconfig = `{
  "compilerOptions": {
    "target": "ES2023",
    "module": "NodeNext",
    "moduleResolution": "NodeNext",
    "types": ["node"],
    "strict": true,
    "noEmit": true,
    "allowImportingTsExtensions": true,
    "resolveJsonModule": true,
    "skipLibCheck": true
  },
  "include": ["**/*.ts", "**/*.mts"]
}
`

/**
 * Writes a small job, and around it what is missing for it to type-check and run. Never changes a file that is there.
 *
 * @param given name of the job, or its path; \`.flow.ts\` may be left out
 * @param version of the runtime that package.json is to ask for
 * @returns what to tell the user
 * @throws WrongUse when the job is there already or cannot be written
 */
export function newJob(given: string, version: string): string {
  const path = resolve(given.replace(/(\.flow)?\.m?ts$/, ''))
  const folder = dirname(path)
  const name = basename(path)
  if (!/^[\w][\w .-]*$/.test(name))
    throw new WrongUse(`'${name}' is no name for a file`, 'Use letters, digits, - and _.')
  // Top-level await needs a module; in a CommonJS folder that is what .mts says.
  const job = `${path}.flow.${isCommonJs(folder) ? 'mts' : 'ts'}`
  for (const each of [`${path}.flow.ts`, `${path}.flow.mts`]) {
    if (existsSync(each)) throw new WrongUse(`${each} exists; nothing was written`, 'Choose another name.')
  }
  const written: string[] = []
  const write = (file: string, text: string) => {
    try {
      writeFileSync(file, text, { flag: 'wx' })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return
      throw new WrongUse(`cannot write ${file}: ${(error as Error).message}`)
    }
    written.push(nice(file))
  }
  try {
    mkdirSync(folder, { recursive: true })
  } catch (error) {
    throw new WrongUse(`cannot make the folder ${folder}: ${(error as Error).message}`)
  }
  write(job, jobText(name))
  write(join(folder, 'package.json'), packageJson(folder, basename(job), version))
  write(join(folder, 'tsconfig.json'), tsconfig)
  write(join(folder, '.gitignore'), 'node_modules/\n.millrace/\n*.partial\n')
  const install = existsSync(join(folder, 'node_modules', 'millrace')) ? '' : `${inFolder(folder, 'npm install')}\n`
  return `wrote ${written.join(', ')}\n${install}${inFolder(folder, `npx millrace run ${quoted(basename(job))}`)}\n`
}

function packageJson(folder: string, job: string, version: string): string {
  const name = basename(folder)
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[._-]+/, '')
  const content = {
    name: name || 'jobs',
    private: true,
    type: 'module',
    scripts: { start: `millrace run ${quoted(job)}`, check: 'tsc' },
    dependencies: { millrace: runtimeDependency(version) },
    devDependencies: { '@types/node': '^20.19.0', typescript: '~6.0.3' },
  }
  return `${JSON.stringify(content, undefined, 2)}\n`
}

/** From a checkout it is the checkout that is asked for: its version need not have been published. */
function runtimeDependency(version: string): string {
  return packageFolder.split(/[/\\]/).includes('node_modules')
    ? `^${version}`
    : `file:${packageFolder.replaceAll('\\', '/')}`
}

function isCommonJs(folder: string): boolean {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).type !== 'module'
  } catch {
    return false
  }
}

const inFolder = (folder: string, command: string) =>
  nice(folder) === folder && folder === resolve('') ? command : `cd ${nice(folder)} && ${command}`

const quoted = (name: string) => (name.includes(' ') ? `"${name}"` : name)
