/**
 * Generated functions that make row objects, as one object literal each, so that all rows of a source share one hidden
 * class and the engine's loops stay monomorphic.
 */

/** `{ name0: fields[0], name1: fields[1], .. }` */
export function rowOfFields(names: readonly string[]): (fields: readonly unknown[]) => unknown {
  return new Function('fields', `return ${literal(names, (i) => `fields[${i}]`)}`) as ReturnType<typeof rowOfFields>
}

/** The rows `from` to `to` of columns: `{ name0: columns[0][row], name1: columns[1][row], .. }` */
export function rowsOfColumns(
  names: readonly string[],
): (columns: readonly ArrayLike<unknown>[], from: number, to: number) => unknown[] {
  const declared = names.map((_, i) => `const column${i} = columns[${i}]`).join('\n')
  const body = `${declared}
    const rows = []
    for (let row = from; row < to; row++) rows.push(${literal(names, (i) => `column${i}[row]`)})
    return rows`
  return new Function('columns', 'from', 'to', body) as ReturnType<typeof rowsOfColumns>
}

function literal(names: readonly string[], value: (index: number) => string): string {
  const fields = names.map((name, i) => {
    const key = JSON.stringify(name)
    // Only a computed name makes `__proto__` a property like any other.
    return `${name === '__proto__' ? `[${key}]` : key}: ${value(i)}`
  })
  return `({ ${fields.join(', ')} })`
}
