/** A test of a job, as far as its text depends on the job. */
export interface TestOfJob {
  /** Name of the job file, which is beside the test. */
  readonly file: string
  /** What `execute` calls the job, where the file has several. */
  readonly job?: string
  /** What the job's sources give in the test, as TypeScript. */
  readonly sources: readonly { readonly name: string; readonly records: string }[]
  /** What came to the sinks when it was tried; undefined: it came to no end, or not to the same one twice. */
  readonly sinks?: readonly {
    readonly name: string
    readonly count: number
    /** The records as TypeScript; undefined where they are no JSON. */
    readonly records?: string
  }[]
}

export type TestRunner = 'vitest' | 'node'

/** Which runner a project uses, by the manifests from the job's folder upwards. */
export function runnerOf(manifests: readonly (string | undefined)[]): TestRunner {
  return manifests.some((text) => text !== undefined && usesVitest(text)) ? 'vitest' : 'node'
}

/** The text of a test that gives records to a job and says what comes to its sinks. */
export function testText({ file, job, sources, sinks }: TestOfJob, runner: TestRunner): string {
  const name = file.replace(/\.flow\.m?ts$/, '')
  const inputs = sources.map(({ name, records }) => `      ${memberName(name)}: ${records},\n`).join('')
  const options = `{\n${job === undefined ? '' : `    job: ${quoted(job)},\n`}    sources: {\n${inputs}    },\n  }`
  const call = `const { sinks } = await testJob(join(import.meta.dirname, ${quoted(file)}), ${options})`
  const isVitest = runner === 'vitest'
  const imports = isVitest
    ? [
        "import { join } from 'node:path'",
        "import { testJob } from 'millrace/testing'",
        "import { expect, test } from 'vitest'",
      ]
    : [
        "import assert from 'node:assert/strict'",
        "import { join } from 'node:path'",
        "import { test } from 'node:test'",
        "import { testJob } from 'millrace/testing'",
      ]
  const equal = (value: string, other: string) =>
    isVitest ? `expect(${value}).toEqual(${other})` : `assert.deepEqual(${value}, ${other})`
  const expectations =
    sinks === undefined
      ? ['// Which records come to which sink was not the same twice: say here what has to hold.']
      : sinks.map(({ name, count, records }) =>
          records === undefined
            ? equal(`sinks[${quoted(name)}].length`, String(count))
            : equal(`sinks[${quoted(name)}]`, records),
        )
  return `${imports.join('\n')}

test(${quoted(`${name}: what comes to the sinks`)}, async () => {
  ${call}
  ${expectations.join('\n  ')}
})
`
}

function usesVitest(manifest: string): boolean {
  try {
    const { dependencies = {}, devDependencies = {} } = JSON.parse(manifest) as Record<string, object>
    return 'vitest' in dependencies || 'vitest' in devDependencies
  } catch {
    return false
  }
}

const quoted = (text: string) => `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`
const memberName = (name: string) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name))
