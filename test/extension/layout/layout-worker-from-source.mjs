import { tsImport } from 'tsx/esm/api'

await tsImport('../../../extension/src/layout/layout-worker.ts', import.meta.url)
