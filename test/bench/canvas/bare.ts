import { join } from 'node:path'
import * as esbuild from 'esbuild'
import type { Browser, Page } from 'playwright-core'
import { BOX, type Diagram } from '../../../webview/src/shared/index.ts'

/** A page with React Flow's own boxes and lines in the places of a diagram's. */
export async function openBare(browser: Browser, { nodes, edges, spots }: Diagram, root: string): Promise<Page> {
  const { outputFiles } = await esbuild.build({
    ...{
      entryPoints: [join(root, 'test/bench/canvas/bare-page.mjs')],
      absWorkingDir: root,
      bundle: true,
      minify: true,
    },
    ...{
      format: 'esm',
      target: 'chrome130',
      write: false,
      outdir: '/',
      define: { 'process.env.NODE_ENV': '"production"' },
    },
  })
  const text = (end: string) => outputFiles.find(({ path }) => path.endsWith(end))!.text
  const page = await browser.newPage({ viewport: { width: 1000, height: 700 } })
  const graph = {
    nodes: nodes.map(({ key, name }) => ({
      ...{ id: key, position: { x: spots[key].x, y: spots[key].y }, data: { label: name } },
      ...{ width: BOX.width, height: BOX.height, sourcePosition: 'right', targetPosition: 'left' },
    })),
    edges: edges.map(({ key, source, target }) => ({ id: key, source, target })),
  }
  await page.setContent(
    `<!DOCTYPE html><html><head><style>${text('.css')} body { margin: 0 } #root { height: 100vh }</style></head>
<body><div id="root"></div><script>globalThis.graph = ${JSON.stringify(graph)}</script></body></html>`,
  )
  await page.addScriptTag({ content: text('.js'), type: 'module' })
  await page.locator('.react-flow__node').first().waitFor()
  return page
}
