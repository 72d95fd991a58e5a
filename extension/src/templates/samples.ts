/** What a list of samples says of one, and what has to be beside it. */
export interface SampleText {
  readonly says: string
  /** Files that it reads, relative to it. */
  readonly reads: readonly string[]
}

/** @param text of a sample: its first comment says in its first sentence what it shows */
export function aboutSample(text: string): SampleText {
  const comment = /^\/\*\*([\s\S]*?)\*\//.exec(text)?.[1] ?? ''
  const words = comment
    .replace(/^\s*\* ?/gm, '')
    .trim()
    .replace(/\s+/g, ' ')
  const says = /^.*?[.!?](?= |$)/.exec(words)?.[0] ?? words
  const reads = new Set([...text.matchAll(/'(data\/[\w./-]+)'/g)].map(([, path]) => path))
  return { says, reads: [...reads] }
}
