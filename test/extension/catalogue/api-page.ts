import {
  type ArgumentEntry,
  type ArgumentKind,
  type FactoryEntry,
  type MethodEntry,
  operatorMethods,
  type Receiver,
  settingMethods,
  sinks,
  sourceMethods,
  sources,
  strategyMethods,
  triggers,
  windowFunctions,
  windowMethods,
  windowSettings,
  windows,
} from '../../../extension/src/catalogue/index.ts'

/** What a method is called on: as what it needs, and as what it gives. */
const receivers: Record<Receiver, readonly [needs: string, gives: string]> = {
  environment: ['an Environment', 'an Environment'],
  stream: ['a stream', 'a stream'],
  keyed: ['a keyed stream: one behind [`keyBy`](#streamkeybyselector-name)', 'a keyed stream'],
  windowed: ['windows: what [`window`](#keyedwindowwindow) or [`timeWindow`](#streamtimewindowsize) gives', 'windows'],
  connected: ['two connected streams', 'two connected streams'],
  end: ['the end of a branch', 'nothing: the branch ends here'],
}

/** What it is called in headings. */
const variables: Record<Receiver, string> = {
  environment: 'env',
  stream: 'stream',
  keyed: 'keyed',
  windowed: 'windows',
  connected: 'connected',
  end: 'end',
}

const kinds: Record<ArgumentKind, string> = {
  function: 'A function, written here or imported; of `process` and `aggregate` an object of functions.',
  selector: "A field (`'amount'`), an index (`1`), or a function of the record.",
  text: 'A text.',
  number: 'A whole number.',
  milliseconds: 'A time in milliseconds.',
  path: 'A path, relative to the job file.',
  collection: 'An array.',
  options: 'An object; its help names the properties.',
  stream: 'Another stream of the same job.',
  tag: 'What `outputTag<T>(name)` gives: the name of a side output.',
  source: 'One of the [sources](#sources), or anything that yields records: an iterable, a stream, a function.',
  sink: 'One of the [sinks](#sinks), or a function that is called with each record.',
  window: 'One of the [windows](#which-windows).',
  trigger: 'One of the [triggers](#triggers).',
}

interface Section {
  readonly title: string
  /** Of a section inside of the one before. */
  readonly isPart?: true
  readonly text: string
  readonly example?: string
  readonly entries: readonly (MethodEntry | FactoryEntry)[]
}

/** The examples, one after the other, are one job. */
const sections: readonly Section[] = [
  {
    title: 'Sources',
    text: 'A job begins with an Environment; its sources begin the streams. A source that is split over instances gives each record to exactly one of them.',
    example: `import { Environment, generate, jsonLinesFileSink, onCount, print, table, textFile, tumbling } from 'millrace'

const env = new Environment({ parallelism: 2 })
const lines = env.source(textFile('data/the-mill.txt'))
const sales = env.source(
  generate((index) => ({ shop: index % 3, amount: index, at: index * 100 }), { count: 10_000 }),
  'Sales',
)`,
    entries: sourceMethods,
  },
  { title: 'What `env.source` takes', isPart: true, text: '', entries: sources },
  {
    title: 'Operators',
    text: 'Each is a method of the stream it reads, and gives the stream of what it emits. Two that are called on the same stream both get all of its records.',
    example: `const words = lines.flatMap((line) => line.toLowerCase().match(/[a-z]+/g) ?? [], 'Words')
const counts = words
  .filter((word) => word.length > 3)
  .keyBy((word) => word)
  .sum(() => 1)`,
    entries: operatorMethods.filter(({ method }) => method !== 'sink'),
  },
  {
    title: 'Windows',
    text: 'Windows cut a stream into pieces that end: first which, then what else is to be said of them, at last what is done with each. How to choose, and what is promised, is on [the page about time and state](time-and-state.md).',
    example: `const revenue = sales
  .assignTimestamps((sale) => sale.at, { outOfOrderness: 5_000 })
  .keyBy('shop')
  .window(tumbling(60_000))
  .allowedLateness(10_000)
  .sum('amount')`,
    entries: windowMethods,
  },
  { title: 'Which windows', isPart: true, text: 'What `window` takes.', entries: windows },
  { title: 'More about them', isPart: true, text: 'Before what is done with them.', entries: windowSettings },
  {
    title: 'Triggers',
    isPart: true,
    text: 'What `trigger` takes.',
    example: `const early = sales.keyBy('shop').window(tumbling(60_000)).trigger(onCount(100)).count()`,
    entries: triggers,
  },
  { title: 'What is done with them', isPart: true, text: '', entries: windowFunctions },
  {
    title: 'Partition strategies',
    text: 'How the records of a stream reach the instances of the next operator. Where none is written it is `forward` if that leaves no instance without records, otherwise `roundRobin`; behind a `keyBy` records go by their key.',
    example: `const lengths = lines
  .rescale()
  .map((line) => line.length)
  .partition((length, channels) => length % channels)
  .map((length) => length * 2)`,
    entries: strategyMethods,
  },
  {
    title: 'Settings of an operator',
    text: 'Calls on a stream that speak of the operator it comes from.',
    example: `const parsed = lines
  .map((line) => Number.parseInt(line, 10))
  .name('Parsed')
  .uid('parsed')
  .setParallelism(4)
  .onError('skip')`,
    entries: settingMethods,
  },
  {
    title: 'Sinks',
    text: 'Where records leave the job. What a file sink has written has its name when the job has ended well.',
    example: `counts.sink(table({ key: (count) => count }))
revenue.sink(jsonLinesFileSink('revenue.jsonl'))
early.sink(print())
lengths.sink(print())
parsed.sink((n) => console.log(n))

await env.execute('everything')`,
    entries: operatorMethods.filter(({ method }) => method === 'sink'),
  },
  { title: 'What `stream.sink` takes', isPart: true, text: '', entries: sinks },
]

/** The examples of the page, in their order. */
export const examples: readonly string[] = sections.flatMap(({ example }) => example ?? [])

/** docs/api.md: what the API offers, from the catalogue that the diagram offers it from. */
export function apiPage(): string {
  const contents = sections.map(({ title, isPart, entries }) => {
    const links = entries.map((entry) => `[\`${nameOf(entry)}\`](#${anchorOf(headingOf(entry))})`)
    return `${isPart ? '  ' : ''}- [${title}](#${anchorOf(title)}): ${links.join(' ')}`
  })
  const blocks = sections.flatMap(({ title, isPart, text, example, entries }) => [
    `${isPart ? '###' : '##'} ${title}`,
    ...(text === '' ? [] : [text]),
    ...(example === undefined ? [] : [`\`\`\`ts\n${example}\n\`\`\``]),
    ...entries.flatMap((entry) => entryOf(entry)),
  ])
  const kindRows = Object.entries(kinds).map(([kind, help]) => `| ${kind} | ${help} |`)
  return `${[
    '# The API',
    'The methods and functions that a diagram is made of. `stream.sideOutput(tag)` reads a side output, and `outputTag`,' +
      ' `defineSource`, `defineSink` and `disk` say in your editor what they take. The examples, one after the other, are' +
      ' one job. All arguments are' +
      ' type-checked: what TypeScript says of a call is more exact than what this page can say.',
    contents.join('\n'),
    ...blocks,
    '## Kinds of arguments',
    ['| | |', '|---|---|', ...kindRows].join('\n'),
    '---',
    'This page is made from what the editor offers (`extension/src/catalogue`), and a test fails when it is not: ' +
      '`npx vitest run test/extension/catalogue -u` writes it anew.',
  ].join('\n\n')}\n`
}

const isMethod = (entry: MethodEntry | FactoryEntry): entry is MethodEntry => 'method' in entry

const nameOf = (entry: MethodEntry | FactoryEntry) => (isMethod(entry) ? entry.method : entry.factory)

/** `stream.map(function, name?)`. */
function headingOf(entry: MethodEntry | FactoryEntry): string {
  const args = entry.arguments.map(({ name, optional, rest }) => `${rest ? '...' : ''}${name}${optional ? '?' : ''}`)
  return `${isMethod(entry) ? `${variables[entry.on]}.` : ''}${nameOf(entry)}(${args.join(', ')})`
}

/** Where a heading is, as GitHub and VS Code call it. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-')

function entryOf(entry: MethodEntry | FactoryEntry): string[] {
  const { help, arguments: args } = entry
  const about = isMethod(entry)
    ? needsAndGives(entry)
    : 'needsTimestamps' in entry && entry.needsTimestamps
      ? NEEDS_TIMESTAMPS
      : ''
  return [
    `#### \`${headingOf(entry)}\``,
    [help, about].filter((text) => text !== '').join('\n\n'),
    ...(args.length === 0
      ? []
      : [['| argument | kind | the editor writes | |', '|---|---|---|---|', ...args.map(rowOf)].join('\n')]),
  ]
}

const NEEDS_TIMESTAMPS =
  'Needs timestamps: [`assignTimestamps`](#streamassigntimestampsfunction-options-name), or a source that gives them.'

function needsAndGives({ on, yields, keepsType }: MethodEntry): string {
  const gives = `${receivers[yields][1]}${keepsType && yields !== 'windowed' ? ' of the same type' : ''}`
  return `Needs ${receivers[on][0]}. Gives ${gives}.`
}

function rowOf({ name, kind, initial, optional, rest, help }: ArgumentEntry): string {
  const cells = [
    `\`${name}\``,
    `${kind}${rest ? ', any number' : ''}${optional ? ', optional' : ''}`,
    initial === undefined ? (optional ? 'nothing' : '') : `\`${initial}\``,
    help,
  ]
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}
