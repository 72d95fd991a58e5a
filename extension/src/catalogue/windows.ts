import type { ArgumentEntry, FactoryEntry, MethodEntry } from './entry.ts'

const milliseconds = (name: string, initial: string, help: string): ArgumentEntry => {
  return { name, kind: 'milliseconds', initial, help }
}

/** Methods that cut a stream into windows. */
export const windowMethods: readonly MethodEntry[] = [
  {
    method: 'window',
    on: 'keyed',
    yields: 'windowed',
    arguments: [{ name: 'window', kind: 'window', initial: 'tumbling(60_000)', help: 'Which windows.' }],
    keepsType: true,
    icon: 'calendar',
    help: 'The records of each key by windows.',
  },
  {
    method: 'timeWindow',
    on: 'stream',
    yields: 'windowed',
    arguments: [milliseconds('size', '1_000', 'Of processing time.')],
    keepsType: true,
    icon: 'calendar',
    help: 'All records of each so many milliseconds of processing time.',
  },
]

/** Methods that say more of the windows, before what is done with them. */
export const windowSettings: readonly MethodEntry[] = [
  {
    method: 'allowedLateness',
    on: 'windowed',
    yields: 'windowed',
    arguments: [milliseconds('milliseconds', '1_000', 'Of event time after the end of a window.')],
    keepsType: true,
    icon: 'history',
    help: 'Keeps windows for late records.',
  },
  {
    method: 'lateTo',
    on: 'windowed',
    yields: 'windowed',
    arguments: [{ name: 'tag', kind: 'tag', help: 'The side output for records that no window takes.' }],
    keepsType: true,
    icon: 'history',
    help: 'Where records go that no window takes any more.',
  },
  {
    method: 'trigger',
    on: 'windowed',
    yields: 'windowed',
    arguments: [{ name: 'trigger', kind: 'trigger', initial: 'onCount(1)', help: 'When windows fire.' }],
    keepsType: true,
    icon: 'zap',
    help: 'When windows fire, instead of the default.',
  },
]

const named: ArgumentEntry = { name: 'name', kind: 'text', optional: true, help: 'The name of the operator.' }
const makes = (nameArgument: number) => ({ kind: 'window' as const, name: 'Window', nameArgument })
const select = (method: string, help: string): MethodEntry => ({
  method,
  on: 'windowed',
  yields: 'stream',
  makes: makes(1),
  arguments: [
    { name: 'selector', kind: 'selector', initial: '() => 1', help: 'A field, an index, or a function.' },
    named,
  ],
  keepsType: false,
  icon: 'symbol-numeric',
  help,
})

/** What is done with windows: these make the operator. */
export const windowFunctions: readonly MethodEntry[] = [
  {
    method: 'reduce',
    on: 'windowed',
    yields: 'stream',
    makes: makes(1),
    arguments: [
      { name: 'function', kind: 'function', initial: '(accumulated) => accumulated', help: 'Two records as one.' },
      named,
    ],
    keepsType: true,
    icon: 'combine',
    help: "Each window's records reduced to one.",
  },
  select('sum', 'The sum of each window.'),
  select('min', 'The smallest value of each window.'),
  select('max', 'The largest value of each window.'),
  {
    method: 'count',
    on: 'windowed',
    yields: 'stream',
    makes: makes(0),
    arguments: [named],
    keepsType: false,
    icon: 'symbol-numeric',
    help: 'How many records each window has.',
  },
  {
    method: 'aggregate',
    on: 'windowed',
    yields: 'stream',
    makes: makes(1),
    arguments: [
      {
        name: 'function',
        kind: 'function',
        initial: '{ create: () => 0, add: (sum) => sum + 1, result: (sum) => sum, merge: (a, b) => a + b }',
        help: 'create, add, result and merge of an accumulator.',
      },
      named,
    ],
    keepsType: false,
    icon: 'combine',
    help: 'A result of an accumulator of each window.',
  },
  {
    method: 'process',
    on: 'windowed',
    yields: 'stream',
    makes: makes(1),
    arguments: [
      {
        name: 'function',
        kind: 'function',
        initial: '(_key, _window, records) => records',
        help: 'All records of a window.',
      },
      named,
    ],
    keepsType: false,
    icon: 'gear',
    help: 'All records of each window at once.',
  },
]

/** Windows for `window(..)`. */
export const windows: readonly (FactoryEntry & { readonly needsTimestamps: boolean })[] = [
  {
    factory: 'tumbling',
    arguments: [
      milliseconds('size', '60_000', 'Of a window.'),
      { name: 'options', kind: 'options', optional: true, help: 'offset, in milliseconds.' },
    ],
    icon: 'calendar',
    help: 'One window after the other.',
    needsTimestamps: true,
  },
  {
    factory: 'sliding',
    arguments: [
      { name: 'options', kind: 'options', initial: '{ size: 60_000, slide: 10_000 }', help: 'size, slide, offset.' },
    ],
    icon: 'calendar',
    help: 'Windows that overlap: a new one every `slide` milliseconds.',
    needsTimestamps: true,
  },
  {
    factory: 'session',
    arguments: [
      milliseconds('gap', '30_000', 'Without records, after which a session has ended; or a function of the record.'),
    ],
    icon: 'calendar',
    help: 'As long as records come with less than a gap between them.',
    needsTimestamps: true,
  },
  {
    factory: 'count',
    arguments: [
      { name: 'size', kind: 'number', initial: '100', help: 'Records of a window.' },
      { name: 'slide', kind: 'number', optional: true, help: 'Records after which the next window begins.' },
    ],
    icon: 'symbol-numeric',
    help: 'So many records of a key.',
    needsTimestamps: false,
  },
  {
    factory: 'global',
    arguments: [],
    icon: 'globe',
    help: 'One window of everything: it fires only when a trigger says so.',
    needsTimestamps: false,
  },
]

/** Triggers for `trigger(..)`. */
export const triggers: readonly FactoryEntry[] = [
  { factory: 'onEventTime', arguments: [], icon: 'zap', help: 'When the watermark has passed the end of the window.' },
  { factory: 'onProcessingTime', arguments: [], icon: 'zap', help: 'When the clock has passed the end of the window.' },
  {
    factory: 'onCount',
    arguments: [{ name: 'n', kind: 'number', initial: '1', help: 'Records between two firings.' }],
    icon: 'zap',
    help: 'Every n records.',
  },
  {
    factory: 'onEvery',
    arguments: [milliseconds('interval', '1_000', 'Between two firings.')],
    icon: 'zap',
    help: 'Every so many milliseconds.',
  },
  {
    factory: 'purging',
    arguments: [{ name: 'trigger', kind: 'trigger', initial: 'onCount(1)', help: 'When it fires.' }],
    icon: 'zap',
    help: 'Clears the window whenever the trigger fires.',
  },
]
