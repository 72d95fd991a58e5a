import type { Page } from 'playwright-core'

interface TraceEvent {
  readonly name: string
  readonly ph: string
  readonly pid: number
  readonly tid: number
  /** Microseconds of the thread's own time. */
  readonly tdur?: number
  readonly dur?: number
  readonly args?: { readonly name?: string }
}

/**
 * What a frame costs in the page's process, milliseconds: everything its main thread does (script, style, layout, painting,
 * drawing of canvases) and what its other threads paint. Time of the threads, not of the clock: what else the machine does
 * is not counted.
 */
export async function costOfFrames(page: Page, frames: number, act: () => Promise<void>): Promise<number> {
  const session = await page.context().newCDPSession(page)
  const events: TraceEvent[] = []
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])))
  const categories = ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline', '__metadata']
  await session.send('Tracing.start', { traceConfig: { includedCategories: categories } })
  await act()
  const complete = new Promise<void>((resolve) => session.once('Tracing.tracingComplete', () => resolve()))
  await session.send('Tracing.end')
  await complete
  await session.detach()
  const threads = events.filter(({ ph, name }) => ph === 'M' && name === 'thread_name')
  const mains = threads.filter(({ args }) => args?.name === 'CrRendererMain')
  const cost = ({ tdur, dur }: TraceEvent) => (tdur ?? dur ?? 0) / 1000
  const sums = mains.map(({ pid, tid }) =>
    events
      .filter((event) => event.pid === pid)
      .filter((event) => (event.tid === tid ? event.name === 'RunTask' : event.name === 'RasterTask'))
      .reduce((sum, event) => sum + cost(event), 0),
  )
  const most = Math.max(0, ...sums)
  if (most === 0) throw new Error('the trace has no tasks of the page')
  return most / frames
}
