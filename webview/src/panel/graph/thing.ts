/** What can be pointed at, chosen and reached by keys. */
export type Thing =
  | { readonly kind: 'lane'; readonly lane: number }
  | { readonly kind: 'task'; readonly task: number }
  | { readonly kind: 'bundle'; readonly bundle: number }

export function sameThing(a: Thing | undefined, b: Thing | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
