import { compile } from '../scripts/build.mjs'

/** Tests that start real processes run what was built: once, before any of them. */
export default async function buildOnce(): Promise<void> {
  if (!(await compile('runtime'))) throw new Error('the runtime does not compile')
}
