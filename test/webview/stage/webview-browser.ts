import { createReadStream, existsSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { pagePolicy } from '../../../extension/src/webview/page-policy.ts'
import { chromiumPath } from '../../../scripts/install.mjs'
import { type ThemeName, themeStyle } from './themes.ts'

// `dist` is three folders up, where this file is bundled to as well.
const bundles = fileURLToPath(new URL('../../../dist/webview/', import.meta.url))
const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking']
const types: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css', '.ttf': 'font/ttf' }

/** How the window looks. */
export interface Look {
  readonly theme?: ThemeName
  readonly width?: number
  readonly height?: number
  readonly forcedColors?: 'active'
}

let shared: Promise<WebviewBrowser> | undefined

/**
 * A browser that shows our pages as VS Code does: its theme, its content security policy, its API. As in VS Code, what is
 * loaded the second time comes from the cache.
 */
export class WebviewBrowser {
  private readonly browser: Browser
  private readonly context: BrowserContext
  private readonly server: Server

  private constructor(browser: Browser, context: BrowserContext, server: Server) {
    this.browser = browser
    this.context = context
    this.server = server
  }

  /** The one of all test files of this process, with which it ends: to start one takes longer than many a test. */
  static shared(): Promise<WebviewBrowser> {
    shared ??= WebviewBrowser.start()
    return shared
  }

  /** @param more flags for the browser */
  static async start(more: readonly string[] = []): Promise<WebviewBrowser> {
    const server = serve()
    const browser = await chromium.launch({ executablePath: chromiumPath(), args: [...flags, ...more] })
    const context = await browser.newContext()
    await context.addInitScript(() => {
      const api = { postMessage: (message: unknown) => (globalThis as any).toHost(message) }
      // As VS Code does: the state is there again when the page was loaded anew.
      const kept = (globalThis as any).sessionStorage
      const getState = () => JSON.parse(kept.getItem('state') ?? 'null') ?? undefined
      const setState = (next: unknown) => kept.setItem('state', JSON.stringify(next))
      Object.assign(globalThis, { acquireVsCodeApi: () => ({ ...api, getState, setState }) })
    })
    return new WebviewBrowser(browser, context, server)
  }

  /** A page with nothing in it yet. */
  async page({ width = 1000, height = 700, forcedColors }: Look = {}): Promise<Page> {
    const page = await this.context.newPage()
    await page.setViewportSize({ width, height })
    if (forcedColors) await page.emulateMedia({ forcedColors })
    return page
  }

  /**
   * Loads one of our pages.
   *
   * @param name of its bundle: `output`
   * @param receive gets what the page says to its host
   */
  async load(page: Page, name: string, theme: ThemeName, receive: (message: any) => void): Promise<void> {
    await page.exposeFunction('toHost', receive)
    await page.goto(`${this.origin}/${name}?theme=${theme}`)
  }

  async stop(): Promise<void> {
    await this.browser.close()
    this.server.closeAllConnections()
    await new Promise((resolve) => this.server.close(resolve))
  }

  private get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }
}

/** The host says something to a page. A page that is gone hears nothing. */
export async function postTo(page: Page, message: unknown): Promise<void> {
  // As text: the driver of the browser takes long to pass on large objects.
  await page
    .evaluate((sent) => (globalThis as any).postMessage(JSON.parse(sent), '*'), JSON.stringify(message))
    .catch(() => {})
}

function serve(): Server {
  const server = createServer((request, response) => {
    const { pathname, searchParams, origin } = new URL(request.url ?? '/', `http://${request.headers.host}`)
    const type = types[extname(pathname)]
    if (type === undefined) {
      response.writeHead(200, { 'content-type': 'text/html' })
      response.end(html(pathname.slice(1), searchParams.get('theme') as ThemeName, origin))
    } else if (existsSync(join(bundles, pathname))) {
      response.writeHead(200, { 'content-type': type, 'cache-control': 'max-age=3600' })
      createReadStream(join(bundles, pathname)).pipe(response)
    } else {
      response.writeHead(404).end()
    }
  })
  server.listen(0, '127.0.0.1')
  return server
}

function html(name: string, theme: ThemeName, origin: string): string {
  const kind = theme === 'light' ? 'vscode-light' : theme === 'dark' ? 'vscode-dark' : 'vscode-high-contrast'
  return `<!DOCTYPE html><html lang="en" style="${themeStyle(theme)}; background: var(--vscode-editor-background)"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${pagePolicy('stage', origin)}">
<title>${name}</title>
<link rel="stylesheet" href="/${name}.css"></head>
<body class="${kind}" data-vscode-theme-kind="${kind}"><div id="root"></div>
<script type="module" nonce="stage" src="/${name}.js"></script></body></html>`
}
