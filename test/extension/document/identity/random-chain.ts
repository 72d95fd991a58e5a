import { type Trace, traceText } from '../../../../extension/src/document/identity/trace.ts'
import { Chance } from '../../layout/random-flow.ts'

export { Chance }

/** An operator, and which one it really is. */
export interface Known {
  readonly id: number
  readonly trace: Trace
}

const FIELDS = ['delay', 'origin', 'destination', 'date', 'distance', 'price', 'user']
const PARAMETERS = ['record', 'r', 'flight', 'f', 'x']

/** How many fields and names of parameters a text knows: the fewer, the more of its functions are equal or alike. */
export type Variety = 1 | 2 | 5

/** Functions as people write them. */
function call(chance: Chance, variety: Variety): Trace {
  const p = chance.one(PARAMETERS.slice(0, variety))
  const field = chance.one(FIELDS.slice(0, 1 + variety))
  const [method, text] = chance.one<[string, string]>([
    ['map', `(${p}) => ${p}`],
    ['map', `(${p}) => ${p}.${field}`],
    ['map', `(${p}) => ({ ...${p}, ${field}: ${p}.${field} * ${chance.below(5)} })`],
    ['map', `(${p}) => [${p}.${field}, 1]`],
    ['map', chance.one(['parse', 'clean', 'toEuro'])],
    ['filter', `(${p}) => ${p}.${field} > ${chance.below(4) * 10}`],
    ['filter', `(${p}) => ${p}.${field} !== undefined`],
    ['filter', chance.one(['isLate', 'isValid'])],
    ['flatMap', `(${p}) => ${p}.${field}.split(' ')`],
    ['flatMap', `(${p}) => ${p}.${field}`],
    ['keyBy', `(${p}) => ${p}.${field}`],
    ['keyBy', `'${field}'`],
    ['sum', '1'],
    ['sum', `'${field}'`],
    ['rebalance', ''],
    ['reduce', `(a, b) => ({ ...a, ${field}: a.${field} + b.${field} })`],
  ])
  return { method, text: traceText(text) }
}

let next = 0
const fresh = (chance: Chance, variety: Variety): Known => ({ id: next++, trace: call(chance, variety) })

export function randomChain(chance: Chance, length: number, variety: Variety): Known[] {
  return Array.from({ length }, () => fresh(chance, variety))
}

export type EditKind = 'rename' | 'insert' | 'delete' | 'move' | 'edit'
export const KINDS: readonly EditKind[] = ['rename', 'insert', 'delete', 'move', 'edit']

/** What somebody does to the text while nobody watches. */
export function edited(chance: Chance, chain: readonly Known[], kind: EditKind, variety: Variety): Known[] {
  const place = chance.below(chain.length)
  const without = [...chain.slice(0, place), ...chain.slice(place + 1)]
  const change = (text: (old: string) => string) =>
    chain.map((known, index) =>
      index === place ? { ...known, trace: { ...known.trace, text: text(known.trace.text) } } : known,
    )
  switch (kind) {
    case 'insert':
      return [...chain.slice(0, place), fresh(chance, variety), ...chain.slice(place)]
    case 'delete':
      return without
    case 'move': {
      const to = chance.below(chain.length)
      return [...without.slice(0, to), chain[place], ...without.slice(to)]
    }
    case 'rename': {
      // A field or a function, everywhere it is used.
      const [from] = chain[place].trace.text.match(/\b(delay|origin|date|price|parse|isLate)\b/) ?? ['distance']
      const rename = (text: string) => text.replaceAll(new RegExp(`\\b${from}\\b`, 'g'), `${from}Of`)
      return chain.map((known) => ({ ...known, trace: { ...known.trace, text: rename(known.trace.text) } }))
    }
    case 'edit':
      return change((old) =>
        chance.one([
          old.replace(/\d+/, (digits) => String(Number(digits) + 1 + chance.below(3))),
          old.replace(/=> (.*)$/, '=> { return $1 }'),
          old.replace(/=> (\w+)\.(\w+)/, `=> $1.${chance.one(FIELDS)}`),
          `${old} /* checked */`,
          call(chance, variety).text,
        ]),
      )
  }
}

/** Of the operators of `after`, how many got another's identity, and how many their own. */
export function judge(before: readonly Known[], after: readonly Known[], found: readonly (number | undefined)[]) {
  let wrong = 0
  let right = 0
  for (const [index, match] of found.entries()) {
    if (match === undefined) continue
    if (before[match].id === after[index].id) right++
    else wrong++
  }
  const ids = new Set(before.map(({ id }) => id))
  return { wrong, right, there: after.filter(({ id }) => ids.has(id)).length }
}
