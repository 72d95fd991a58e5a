export { BatchDecoder } from './batch-decoder.ts'
export { BatchEncoder } from './batch-encoder.ts'
export { checkRecord, freezeRecord, NotARecord } from './not-a-record.ts'
