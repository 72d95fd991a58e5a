import { nearest } from '../failure/index.ts'

/**
 * Refuses options that a connector does not have: a misspelt one would silently do nothing.
 *
 * @param connector its name, as the user writes it
 * @throws TypeError with the nearest name
 */
export function checkOptions(connector: string, options: object, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null) throw new TypeError(`the options of ${connector} are an object`)
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue
    const near = nearest(name, known)
    throw new TypeError(
      `${connector} has no option '${name}': ${near === undefined ? `there are ${known.join(', ')}` : `did you mean '${near}'?`}`,
    )
  }
}
