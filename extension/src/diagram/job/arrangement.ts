import { BOX, type Direction, type Spot } from 'millrace-webview/shared'
import { type Layout, type LayoutRequest, moveOn, type Point } from '../../layout/index.ts'
import type { Drawn } from '../drawing/diagram.ts'

type LayOut = (request: LayoutRequest) => Promise<Layout | undefined>

/** With more boxes than this a layout would keep the editor waiting: it is moved on elsewhere, too. */
const AT_ONCE = 1_000

/**
 * Keeps a layout for what is drawn. Where most boxes stood already it is moved on at once, so that what somebody adds is
 * seen without waiting; otherwise it is made in a thread. One request at a time is under way: a newer one would end
 * ELK's thread, and what comes in between is asked for afterwards.
 */
export class Arrangement {
  private readonly layOut: LayOut
  /** How all boxes stand. */
  layout: Layout | undefined
  private wanted: LayoutRequest | undefined
  /** What is wanted does not go on from the layout there is. Until it is there the boxes stay where they are. */
  private anew = false
  private working: Promise<void> | undefined
  private failure: string | undefined

  /** @param layOut undefined as an answer: another request came before it */
  constructor(layOut: LayOut) {
    this.layOut = layOut
  }

  /** Why there is no layout, when there is none. */
  get failed(): string | undefined {
    return this.failure
  }

  /** Whether every box of a drawing has its place, and none would move. */
  fits({ nodes, edges }: Drawn, direction: Direction, placed: (key: string) => Point | undefined): boolean {
    const { layout } = this
    if (layout === undefined || this.working || layout.direction !== direction) return false
    if (layout.nodes.length !== nodes.length || layout.edges.length !== edges.length) return false
    const spots = new Map(layout.nodes.map((node) => [node.key, node]))
    const inPlace = nodes.every(({ key }) => {
      const [spot, point] = [spots.get(key), placed(key)]
      return spot !== undefined && (point === undefined || (point.x === spot.x && point.y === spot.y))
    })
    return (
      inPlace &&
      edges.every(({ source, target }, i) => layout.edges[i].source === source && layout.edges[i].target === target)
    )
  }

  /**
   * Arranges a drawing.
   *
   * @param edited key of what was changed, which stays where it is
   * @param anew forgets the layout before
   */
  async arrange(
    { nodes, edges }: Drawn,
    direction: Direction,
    placed: (key: string) => Point | undefined,
    { edited, anew }: { edited?: string | undefined; anew?: boolean } = {},
  ): Promise<void> {
    if (anew) this.anew = true
    this.wanted = {
      nodes: nodes.map(({ key }) => {
        const point = placed(key)
        return { key, ...BOX, ...(point ? { placed: point } : {}) }
      }),
      edges: edges.map(({ source, target, port }) => ({ source, target, ports: { target: port } })),
      direction,
      ...(edited === undefined ? {} : { edited }),
    }
    // What was asked for as the work ended is still wanted.
    while (this.wanted) {
      this.working ??= this.work().finally(() => {
        this.working = undefined
      })
      await this.working
    }
  }

  spots(placed: (key: string) => Point | undefined): Record<string, Spot> {
    const nodes = this.layout?.nodes ?? []
    return Object.fromEntries(
      nodes.map(({ key, x, y, layer, order }) => [key, { x, y, layer, order, placed: placed(key) !== undefined }]),
    )
  }

  private async work(): Promise<void> {
    for (let request = this.wanted; request; request = this.wanted) {
      this.wanted = undefined
      const layout = this.anew ? undefined : this.layout
      this.anew = false
      const next = layout ? { ...request, previous: layout } : request
      try {
        const moved = next.nodes.length > AT_ONCE ? undefined : moveOn(next)
        this.layout = moved ?? (await this.layOut(next)) ?? this.layout
        this.failure = undefined
      } catch (error) {
        this.failure = `The diagram could not be laid out: ${error instanceof Error ? error.message : error}`
      }
    }
  }
}
