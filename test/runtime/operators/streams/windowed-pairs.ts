import type { DataStream, KeyedStream, WindowAssigner } from '../../../../runtime/src/index.ts'
import { type StreamHarness, type TestInput, testStream } from '../../../../runtime/src/testing/index.ts'

export type Pair = [key: string, value: number]

/** Operators on pairs that are keyed by their first part. */
export function keyed<Out>(
  build: (keyed: KeyedStream<string, Pair>) => DataStream<Out>,
): Promise<StreamHarness<Out> & TestInput<Pair>> {
  return testStream<Pair, Out>((input) => build(input.keyBy(0)))
}

/** What has come out since the last look, as `value@timestamp`. */
export function taken(harness: { output: { value: unknown; timestamp: number | undefined }[] }): string[] {
  return harness.output.splice(0).map(({ value, timestamp }) => `${text(value)}@${timestamp}`)
}

function text(value: unknown): string {
  return Array.isArray(value) ? value.map(text).join(':') : String(value)
}

export const sums = (windows: WindowAssigner<Pair>) =>
  keyed((stream) => stream.window(windows).sum((pair: Pair) => pair[1]))
