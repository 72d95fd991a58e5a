import { JobDiagram, type SidecarFile } from '../../../extension/src/diagram/index.ts'
import type { Diagram } from '../../../webview/src/shared/index.ts'
import type { LanguageServer } from './language-server.ts'
import { StageText } from './stage-text.ts'

/** A job that is open, with the real host and language server and nobody who looks at it but the test. */
export class HostedJob {
  readonly text: StageText
  readonly job: JobDiagram
  /** The file beside the job; undefined: it is not there. */
  sidecar: string | undefined
  /** How often the file was written, and how often somebody was asked whether it may be. */
  written = 0
  asked = 0
  mayReplace = true
  selected: readonly string[] = []
  private shown: Diagram | undefined
  private readonly server: LanguageServer

  private constructor(server: LanguageServer, uri: string, text: string, sidecar: string | undefined) {
    this.server = server
    this.sidecar = sidecar
    this.text = new StageText(uri, text, (by, same) => {
      this.job.changed(by, same)
      void server.change(uri, this.text.version, this.text.text)
    })
    const file: SidecarFile = {
      name: 'late.flow.layout.json',
      read: async () => this.sidecar,
      write: async (content) => {
        this.written++
        this.sidecar = content
      },
      askToReplace: async () => {
        this.asked++
        return this.mayReplace
      },
    }
    this.job = new JobDiagram(this.text, server, file)
    this.job.watch({
      diagram: (diagram) => {
        this.shown = diagram
      },
      select: (keys) => {
        this.selected = keys
      },
    })
    this.job.suits({ width: 1_600, height: 900 })
  }

  static async open(server: LanguageServer, uri: string, text: string, sidecar?: string): Promise<HostedJob> {
    const hosted = new HostedJob(server, uri, text, sidecar)
    await hosted.job.readSidecar()
    await server.open(uri, hosted.text.version, text, (model) => hosted.job.take(model))
    return hosted
  }

  /** The diagram, once it is that of the present text (or the text is broken) and is as `until` says. */
  async diagram(until: (diagram: Diagram) => boolean = () => true): Promise<Diagram> {
    for (const end = Date.now() + 30_000; Date.now() < end; ) {
      const { shown } = this
      if (shown && (shown.version === this.text.version || shown.stale) && until(shown)) return shown
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    throw new Error(`the diagram did not become what was waited for: ${JSON.stringify(this.shown, null, 1)}`)
  }

  /** Where a box is. */
  async place(name: string): Promise<{ x: number; y: number; placed: boolean }> {
    const diagram = await this.diagram(({ nodes }) => nodes.some((node) => node.name === name))
    const { x, y, placed } = diagram.spots[diagram.nodes.find((node) => node.name === name)!.key]
    return { x, y, placed }
  }

  async keyOf(name: string): Promise<string> {
    return (await this.diagram()).nodes.find((node) => node.name === name)!.key
  }

  async move(name: string, x: number, y: number): Promise<void> {
    const outcome = await this.job.move([{ key: await this.keyOf(name), x, y }])
    if (!('done' in outcome)) throw new Error(outcome.refused)
  }

  close(): Promise<void> {
    return this.server.close(this.text.uri)
  }
}
