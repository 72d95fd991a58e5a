export { ConsoleRedirect } from './console-redirect.ts'
export { LineAssembler } from './line-assembler.ts'
export { OUTPUT_RING, OutputReader, OutputWriter } from './output-ring.ts'
