import { access } from 'node:fs/promises'
import type { OutputLine } from 'millrace/control'
import type { PanelLine } from 'millrace-webview/shared'
import { visibleText } from './output-filter.ts'
import { linksOf } from './output-links.ts'

/** Longest text of a line that is shown at first: a longer one slows the view down, and is read by few. */
const LONGEST_LINE = 5_000
/** Longest text of a line that is shown on demand, characters. */
const LONGEST_WHOLE = 1024 * 1024
/** How many files are remembered to exist. */
const MOST_FILES = 1_000

/** Makes lines for the view. */
export class PanelLines {
  /** Files that have been there. */
  private readonly files = new Set<string>()

  /**
   * @param folder of the job: relative paths in the text start there
   * @param whole whether the text is shown to its end, or to the end of what can be shown at all
   */
  async lineOf(line: OutputLine, folder: string, whole = false): Promise<PanelLine> {
    const { text, stream, operatorName, operatorId, instance, parallelism = 1 } = line
    const start = text.length > LONGEST_LINE ? text.slice(0, LONGEST_LINE) : text
    const links = await linksOf(visibleText(start), folder, (path) => this.exists(path))
    return {
      text: whole ? text.slice(0, LONGEST_WHOLE) : start,
      stream,
      ...(operatorName === undefined
        ? {}
        : { from: nameOf(operatorName, instance, parallelism), operator: operatorId }),
      ...(links.length > 0 ? { links } : {}),
      ...(text.length > LONGEST_LINE ? { wholeLength: text.length } : {}),
    }
  }

  private async exists(path: string): Promise<boolean> {
    if (this.files.has(path)) return true
    try {
      await access(path)
    } catch {
      // It may be there a moment later.
      return false
    }
    if (this.files.size === MOST_FILES) this.files.clear()
    this.files.add(path)
    return true
  }
}

/** A line as it is copied and saved: who printed it, and what a person reads. */
export function plainLine({ text, operatorName, instance, parallelism = 1 }: OutputLine): string {
  const from = operatorName === undefined ? '' : `${nameOf(operatorName, instance, parallelism)} `
  return from + visibleText(text)
}

const nameOf = (operator: string, instance: number | undefined, parallelism: number) =>
  parallelism > 1 ? `${operator}[${instance}]` : operator
