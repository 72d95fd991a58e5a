export { DataStream, DataStreamSink, KeyedStream } from './data-stream.ts'
export { Environment, type EnvironmentConfig } from './environment.ts'
export { JobHandle } from './job-handle.ts'
export type { Field, FieldValue, Inferable, Key, NumericField, Widen } from './types.ts'
