import { jobHost } from '../execution/index.ts'
import { callSite, JobError, nearest } from '../failure/index.ts'

/** Names that the job has asked for, in this thread. */
const asked = new Set<string>()

/** The value of a parameter: what was given for it, as the type of its default, or the default. */
export function parameterValue(name: string, byDefault: string | number | boolean): string | number | boolean {
  if (typeof name !== 'string' || name === '') throw misdefined('a parameter needs a name')
  if (!['string', 'number', 'boolean'].includes(typeof byDefault)) {
    throw misdefined(`parameter '${name}' needs a default that is a text, a number, true or false`)
  }
  asked.add(name)
  const given = jobHost()?.overrides.parameters?.[name]
  if (given === undefined) return byDefault
  if (typeof byDefault === 'string') return given
  if (typeof byDefault === 'boolean') {
    if (given === 'true' || given === 'false') return given === 'true'
    throw refused(`parameter '${name}' is true or false, but was given '${given}'`)
  }
  const number = Number(given)
  if (given.trim() === '' || Number.isNaN(number))
    throw refused(`parameter '${name}' is a number, but was given '${given}'`)
  return number
}

/** Refuses values for parameters that the job does not have. */
export function checkParameters(): void {
  for (const name of Object.keys(jobHost()?.overrides.parameters ?? {})) {
    if (asked.has(name)) continue
    const near = nearest(name, asked)
    const all = [...asked].sort().join(', ')
    throw new JobError({
      reason: 'wrong-use',
      message: `the job has no parameter '${name}'`,
      cure:
        near !== undefined
          ? `did you mean '${near}'?`
          : all === ''
            ? 'it has none: env.parameter(name, default) makes one'
            : `it has: ${all}`,
    })
  }
}

function refused(message: string): JobError {
  return new JobError({ reason: 'wrong-use', message, position: callSite() })
}

function misdefined(message: string): JobError {
  return new JobError({ reason: 'invalid-job', message, position: callSite() })
}
