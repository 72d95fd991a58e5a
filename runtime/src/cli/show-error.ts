import { readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import pc from 'picocolors'
import type { Formatter } from 'picocolors/types.js'
import { type JobErrorData, packageFolder, type SourcePosition } from '../failure/index.ts'
import { nice } from './job-file.ts'

const LONGEST_LINE = 160
/** Where frames of the runtime itself are: as built, and as source maps call it. */
const ours = ['dist', 'src'].map((folder) => join(packageFolder, folder) + sep)

/**
 * A job's error as text for people: what, where (a path that terminals make clickable), the user's line with a caret,
 * the record, and what to do.
 */
export function showError(error: JobErrorData, color: boolean): string {
  const { bold, red, cyan, dim, yellow } = pc.createColors(color)
  const who = whoFailed(error)
  const text = [`${red(bold('error:'))} ${bold(who ? `${who}: ${error.message}` : error.message)}`]
  if (error.position) text.push(...excerpt(error.position, { cyan, dim, red }))
  if (error.record !== undefined) text.push(`  ${dim('record:')} ${indent(error.record)}`)
  if (error.file && error.file !== error.position?.file && !error.message.includes(error.file)) {
    text.push(`  ${dim('file:')} ${error.file}`)
  }
  for (const detail of error.details ?? []) text.push(`  ${indent(detail)}`)
  text.push(...frames(error).map((frame) => dim(frame)))
  if (error.cure) text.push(`  ${yellow(indent(error.cure))}`)
  return `${text.join('\n')}\n`
}

function whoFailed({ operatorName, instance, thread }: JobErrorData): string | undefined {
  if (operatorName !== undefined) return instance === undefined ? operatorName : `${operatorName}[${instance}]`
  return thread === undefined ? undefined : `thread ${thread}`
}

function excerpt({ file, line, column }: SourcePosition, colors: Record<'cyan' | 'dim' | 'red', Formatter>): string[] {
  const place = `  ${colors.dim('at')} ${colors.cyan(`${nice(file)}:${line}:${column}`)}`
  let source: string | undefined
  try {
    source = readFileSync(file, 'utf8').split(/\r?\n/)[line - 1]
  } catch {
    // The place alone then has to do.
  }
  if (source === undefined || column > source.length + 1) return [place]
  const start = Math.max(0, column - 1 - LONGEST_LINE / 2)
  const shown = source.slice(start, start + LONGEST_LINE)
  // Tabs stay tabs in front of the caret, so that it stands below its character.
  const before = shown.slice(0, column - 1 - start).replace(/[^\t]/g, ' ')
  const number = String(line)
  return [
    place,
    `  ${colors.dim(`${number} |`)} ${shown}`,
    `  ${colors.dim(`${' '.repeat(number.length)} |`)} ${before}${colors.red('^')}`,
  ]
}

/** The first few frames in the user's files, when there is more than the one that is shown already. */
function frames({ stack, position }: JobErrorData): string[] {
  const all = (stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  const users = all.filter(
    (line) =>
      /:\d+:\d+\)?$/.test(line) &&
      !/\(eval at |node:|[\\/]node_modules[\\/]/.test(line) &&
      !ours.some((folder) => line.includes(folder)),
  )
  const own = users.filter(
    (line) => !position || !line.includes(`${position.file}:${position.line}:${position.column}`),
  )
  return own.slice(0, 4).map((line) => `    ${line.trim()}`)
}

const indent = (text: string) => text.replaceAll('\n', '\n  ')
