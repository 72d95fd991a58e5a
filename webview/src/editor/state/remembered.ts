/** What is there again after the page was hidden and loaded anew. */
export interface Remembered {
  readonly viewport?: { readonly x: number; readonly y: number; readonly zoom: number }
  readonly selection?: readonly string[]
  readonly inspector?: { readonly open: boolean; readonly width: number }
  /** Ids of the palette's entries that were added last, latest first. */
  readonly recent?: readonly string[]
}

interface Keeper {
  state(): unknown
  keep(state: unknown): void
}

let keeper: Keeper | undefined
let known: Remembered = {}

/** Takes what VS Code has kept for the page. */
export function rememberWith(host: Keeper): void {
  keeper = host
  known = (host.state() as Remembered | undefined) ?? {}
}

export function remembered(): Remembered {
  return known
}

export function remember(change: Remembered): void {
  known = { ...known, ...change }
  keeper?.keep(known)
}
