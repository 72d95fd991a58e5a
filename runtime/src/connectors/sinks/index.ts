export { adaptSink } from './adapt-sink.ts'
export { discard } from './discard.ts'
