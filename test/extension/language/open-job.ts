import { TextDocument } from 'vscode-languageserver-textdocument'
import { parse } from '../../../extension/src/document/index.ts'
import { findingsOf } from '../../../extension/src/language/findings/find.ts'
import type { Splice } from '../../../extension/src/language/findings/finding.ts'
import type { OpenJob } from '../../../extension/src/language/open-job.ts'

/** A document with a job in it, as the server has it. */
export function openJob(text: string, uri = 'file:///jobs/late-flights.flow.ts'): OpenJob {
  return { document: TextDocument.create(uri, 'typescript', 1, text), model: parse(text) }
}

/** `severity code at 'text': message; cure`, a line for each finding. */
export function findings(text: string): string {
  return findingsOf(openJob(text))
    .map(({ severity, code, range, message, cure }) => {
      const place = text.slice(range.offset, range.offset + range.length)
      return `${severity} ${code} at '${place}': ${message}${cure ? `; ${cure}` : ''}`
    })
    .join('\n')
}

/** The text after a fix of its first finding of a rule. */
export function fixed(text: string, code: string, fix = 0): string {
  const finding = findingsOf(openJob(text)).find((finding) => finding.code === code)
  if (finding?.fixes?.[fix] === undefined) throw new Error(`nothing fixes ${code}`)
  return spliced(text, finding.fixes[fix].edits)
}

export function spliced(text: string, edits: readonly Splice[]): string {
  return edits
    .toSorted((a, b) => b.offset - a.offset)
    .reduce((text, edit) => text.slice(0, edit.offset) + edit.text + text.slice(edit.offset + edit.length), text)
}

/** A job in a file: the import and the Environment, lines, and its execution. */
export function job(lines: string): string {
  return `import { Environment, print } from 'millrace'

const env = new Environment()

${lines}

await env.execute('late flights')
`
}
