/** Whether a searched text is a regular expression: `/late|lost/i`. */
const BETWEEN_SLASHES = /^\/(.+)\/([a-z]*)$/

/**
 * What a person searches for. A text is found whatever its case; a regular expression is as it says.
 *
 * @returns an expression with the flag `g`, and whether a person has written it; undefined: nothing is searched for
 * @throws SyntaxError where the expression is none
 */
export function searchExpression(text: string): { expression: RegExp; written: boolean } | undefined {
  if (text === '') return undefined
  const written = BETWEEN_SLASHES.exec(text)
  if (!written) {
    return { expression: new RegExp(text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'), 'gi'), written: false }
  }
  const [, source, flags] = written
  return { expression: new RegExp(source, `${flags.replace(/[gy]/g, '')}g`), written: true }
}
