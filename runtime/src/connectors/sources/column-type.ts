/** What the text of a CSV field becomes. An empty field of every type but `string` is null. */
export type ColumnType = 'string' | 'number' | 'boolean' | 'date'

/** Thrown for a text that is none of the type. */
export class NotOfType extends Error {}

const parsers: Readonly<Record<ColumnType, (text: string) => unknown>> = {
  string: (text) => text,
  number(text) {
    const number = Number(text)
    if (Number.isNaN(number) && text.trim().toLowerCase() !== 'nan') throw new NotOfType(`'${text}' is no number`)
    return text.trim() === '' ? null : number
  },
  boolean(text) {
    const word = text.trim().toLowerCase()
    if (word === '') return null
    if (word === 'true' || word === '1' || word === 'yes') return true
    if (word === 'false' || word === '0' || word === 'no') return false
    throw new NotOfType(`'${text}' is no boolean: those are true and false, 1 and 0, yes and no`)
  },
  date(text) {
    if (text.trim() === '') return null
    const date = new Date(text)
    if (Number.isNaN(date.getTime())) throw new NotOfType(`'${text}' is no date`)
    return date
  },
}

export function parserOf(type: ColumnType): (text: string) => unknown {
  const parser = parsers[type]
  if (parser === undefined) {
    throw new TypeError(`there is no column type '${type}': types are ${Object.keys(parsers).join(', ')}`)
  }
  return parser
}
