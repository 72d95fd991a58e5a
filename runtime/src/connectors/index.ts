export type { Sink, SinkResult, SinkWriter, WriterContext } from './sink.ts'
export { defineSink, isSink } from './sink.ts'
export type { End, IndexedReader, ReaderContext, Source, SourceContext, SourceReader } from './source.ts'
export { defineSource, END, isSource } from './source.ts'
