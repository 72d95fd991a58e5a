import type { ConnectorEntry, MethodEntry } from './entry.ts'

/** Methods of an Environment that begin a stream. */
export const sourceMethods: readonly MethodEntry[] = [
  {
    method: 'source',
    on: 'environment',
    yields: 'stream',
    makes: { kind: 'source', name: 'Source', nameArgument: 1 },
    arguments: [
      {
        name: 'source',
        kind: 'source',
        initial: 'generate((index) => index, { count: 100 })',
        help: 'Where records come from.',
      },
      { name: 'name', kind: 'text', optional: true, help: 'The name of the operator.' },
    ],
    keepsType: false,
    icon: 'database',
    help: 'Reads records from a source: files, standard input, a generator, or one of your own.',
  },
  {
    method: 'readTextFile',
    on: 'environment',
    yields: 'stream',
    makes: { kind: 'source', name: 'Read Text File' },
    arguments: [{ name: 'path', kind: 'path', initial: "'input.txt'", help: 'Relative to the job file.' }],
    keepsType: false,
    icon: 'file',
    help: 'Reads the lines of a text file.',
  },
  {
    method: 'fromCollection',
    on: 'environment',
    yields: 'stream',
    makes: { kind: 'source', name: 'Source' },
    arguments: [{ name: 'elements', kind: 'collection', initial: '[1, 2, 3]', help: 'The records.' }],
    keepsType: false,
    icon: 'array',
    help: 'Reads the elements of an array.',
  },
  {
    method: 'unconnected',
    on: 'environment',
    yields: 'stream',
    makes: { kind: 'unconnected', name: 'Unconnected' },
    arguments: [],
    keepsType: false,
    icon: 'circle-large-outline',
    help: 'A stream without a source: an open input while a job is being drawn.',
  },
]

const path = (initial: string) => ({ name: 'path', kind: 'path' as const, initial, help: 'Relative to the job file.' })
const options = (help: string) => ({ name: 'options', kind: 'options' as const, optional: true as const, help })

/** Sources for `env.source(..)`. */
export const sources: readonly ConnectorEntry[] = [
  {
    factory: 'textFile',
    name: 'Read Text File',
    arguments: [path("'input.txt'"), options('follow: go on when the file grows.')],
    icon: 'file',
    help: 'The lines of a text file.',
  },
  {
    factory: 'jsonLinesFile',
    name: 'Read JSON Lines File',
    arguments: [path("'input.jsonl'"), options('follow: go on when the file grows.')],
    icon: 'json',
    help: 'A file with one JSON value on each line.',
  },
  {
    factory: 'csvFile',
    name: 'Read CSV File',
    arguments: [path("'input.csv'"), options('header, columns and their types, separator.')],
    icon: 'table',
    help: 'The rows of a CSV file.',
  },
  {
    factory: 'parquetFile',
    name: 'Read Parquet File',
    arguments: [path("'input.parquet'"), options('columns: which ones to read.')],
    icon: 'table',
    help: 'The rows of a Parquet file.',
  },
  {
    factory: 'stdin',
    name: 'Read Standard Input',
    arguments: [],
    icon: 'terminal',
    help: 'The lines of standard input.',
  },
  {
    factory: 'generate',
    name: 'Generate',
    arguments: [
      { name: 'at', kind: 'function', initial: '(index) => index', help: 'The record at an index.' },
      { ...options('count: how many; ratePerSecond: how fast.'), initial: '{ count: 100 }' },
    ],
    icon: 'sync',
    help: 'Records made of a running number.',
  },
]
