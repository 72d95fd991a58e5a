export type { Bundle } from './build.ts'
export { build } from './build.ts'
export { filesFolder } from './bundle-folder.ts'
