export { page } from './output-pages.ts'
export { OutputPanel } from './output-panel.ts'
