import type { ConnectorEntry } from './entry.ts'

const path = (initial: string) => ({
  name: 'path',
  kind: 'path' as const,
  initial,
  help: 'Relative to the job file; a folder/ for one file per instance.',
})
const options = (help: string) => ({ name: 'options', kind: 'options' as const, optional: true as const, help })
const name = { name: 'name', kind: 'text' as const, optional: true as const, help: 'Of the result.' }

/** Sinks for `stream.sink(..)`. */
export const sinks: readonly ConnectorEntry[] = [
  {
    factory: 'print',
    name: 'Print',
    arguments: [options('How records are printed.')],
    icon: 'output',
    help: 'Prints each record.',
  },
  {
    factory: 'table',
    name: 'Table',
    arguments: [
      {
        name: 'options',
        kind: 'options',
        initial: '{ key: () => 0 }',
        help: 'key, sortBy, descending, limit, columns.',
      },
    ],
    icon: 'table',
    help: 'The latest record of each key as a live table.',
  },
  {
    factory: 'collect',
    name: 'Collect',
    arguments: [name],
    icon: 'archive',
    help: 'Keeps the records for the end of the job.',
  },
  { factory: 'discard', name: 'Sink', arguments: [], icon: 'trash', help: 'Drops the records.' },
  {
    factory: 'textFileSink',
    name: 'Write Text File',
    arguments: [path("'output.txt'"), options('rollEvery, rollSize.')],
    icon: 'file',
    help: 'Writes lines.',
  },
  {
    factory: 'jsonLinesFileSink',
    name: 'Write JSON Lines File',
    arguments: [path("'output.jsonl'"), options('rollEvery, rollSize.')],
    icon: 'json',
    help: 'Writes one JSON value per line.',
  },
  {
    factory: 'csvFileSink',
    name: 'Write CSV File',
    arguments: [path("'output.csv'"), options('header, separator, rollEvery, rollSize.')],
    icon: 'table',
    help: 'Writes rows.',
  },
]
