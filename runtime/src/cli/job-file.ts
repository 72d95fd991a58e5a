import { readdirSync, statSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { nearest } from '../failure/index.ts'
import { WrongUse } from './wrong-use.ts'

const JOB = /\.flow\.m?ts$/

/**
 * The job file a user means.
 *
 * @param given as typed: a path, with or without `.flow.ts`
 * @throws WrongUse when it is not there, with the nearest name that is
 */
export function findJobFile(given: string): string {
  const endings = ['', '.flow.ts', '.flow.mts', '.ts', '.mts']
  const found = endings.map((ending) => given + ending).find(isFile)
  if (found) return resolve(found)
  const folder = resolve(dirname(given))
  const jobs = jobsIn(folder)
  const typed = basename(given)
  const exact = nearest(typed, jobs) ?? nearest(`${typed.replace(/\.[a-z.]*$/, '')}.flow.ts`, jobs)
  if (isFolder(given)) {
    const inside = jobsIn(resolve(given))
    throw new WrongUse(
      `${resolve(given)} is a folder, not a job file`,
      inside.length > 0 ? `Jobs in it: ${inside.map((name) => join(given, name)).join(', ')}` : undefined,
    )
  }
  throw new WrongUse(
    `there is no file ${resolve(given)}`,
    exact ? `Did you mean ${nice(join(folder, exact))}?` : listed(folder, jobs),
  )
}

function listed(folder: string, jobs: readonly string[]): string {
  if (jobs.length === 0) return `Make a job with: millrace new NAME`
  const shown = jobs.slice(0, 10).map((name) => nice(join(folder, name)))
  return `Jobs there: ${shown.join(', ')}${jobs.length > shown.length ? ', ...' : ''}`
}

/** A path as short as one can type it. */
export function nice(path: string): string {
  const near = relative('', path)
  return near === '' || near.startsWith('..') ? path : near
}

function jobsIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => JOB.test(name))
  } catch {
    return []
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}
