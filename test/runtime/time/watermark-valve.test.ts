import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FINAL_WATERMARK, NO_TIMESTAMP, WatermarkValve } from '../../../runtime/src/time/index.ts'

describe('the watermark of several channels', () => {
  // channel 0  --5---------9-----
  // channel 1  ------3--------8--
  // output     ------3-----5?-8--   (5 is never the smallest: 3, then min(9, 8))
  it('is the smallest of all, and unknown until all have one', () => {
    const valve = new WatermarkValve(2)
    valve.watermark(0, 5)
    expect(valve.output).toBe(NO_TIMESTAMP)
    valve.watermark(1, 3)
    expect(valve.output).toBe(3)
    valve.watermark(0, 9)
    expect(valve.output).toBe(3)
    valve.watermark(1, 8)
    expect(valve.output).toBe(8)
  })

  it('ignores a watermark that falls', () => {
    const valve = new WatermarkValve(1)
    valve.watermark(0, 5)
    valve.watermark(0, 4)
    expect(valve.output).toBe(5)
  })

  // channel 0  --5-----idle--------------------
  // channel 1  ----9--------12-----------------
  // output     ----5---9----12
  it('leaves idle channels out', () => {
    const valve = new WatermarkValve(2)
    valve.watermark(0, 5)
    valve.watermark(1, 9)
    expect(valve.output).toBe(5)
    valve.becomesIdle(0)
    expect(valve.output).toBe(9)
    expect(valve.idle).toBe(false)
    valve.watermark(1, 12)
    expect(valve.output).toBe(12)
  })

  // channel 0  --5--idle----active--10-----13--
  // channel 1  ----9---12----------------20----
  // output     ----5-9-12------------12-----13-
  it('lets a channel that returns count again once it has caught up', () => {
    const valve = new WatermarkValve(2)
    valve.watermark(0, 5)
    valve.watermark(1, 9)
    valve.becomesIdle(0)
    valve.watermark(1, 12)
    valve.becomesActive(0)
    valve.watermark(0, 10)
    expect(valve.output).toBe(12)
    valve.watermark(1, 20)
    // It lags behind: it is not waited for yet.
    expect(valve.output).toBe(20)
    valve.watermark(0, 20)
    valve.watermark(1, 25)
    expect(valve.output).toBe(20)
    valve.watermark(0, 23)
    expect(valve.output).toBe(23)
  })

  // channel 0  --5--------idle
  // channel 1  ----9-idle
  // output     ----5------9, then idle
  it('flushes the largest when the last channel goes idle', () => {
    const valve = new WatermarkValve(2)
    valve.watermark(0, 5)
    valve.watermark(1, 9)
    valve.becomesIdle(1)
    expect(valve.output).toBe(5)
    valve.becomesIdle(0)
    expect(valve.output).toBe(9)
    expect(valve.idle).toBe(true)
    valve.becomesActive(0)
    expect(valve.idle).toBe(false)
  })

  it('ignores watermarks of idle channels', () => {
    const valve = new WatermarkValve(1)
    valve.becomesIdle(0)
    valve.watermark(0, 7)
    expect(valve.output).toBe(NO_TIMESTAMP)
  })

  it('waits no longer for a channel that has ended, and is final when all have', () => {
    const valve = new WatermarkValve(3)
    valve.watermark(0, 5)
    valve.watermark(1, 7)
    valve.ends(2)
    expect(valve.output).toBe(5)
    valve.ends(0)
    expect(valve.output).toBe(7)
    valve.becomesIdle(1)
    expect(valve.idle).toBe(true)
    valve.ends(1)
    expect(valve.output).toBe(FINAL_WATERMARK)
    expect(valve.idle).toBe(false)
  })

  it('never falls, and is never above an active channel that has always been active', () => {
    const event = fc.record({
      channel: fc.nat(2),
      what: fc.constantFrom('watermark', 'watermark', 'watermark', 'idle', 'active'),
      time: fc.integer({ min: 0, max: 30 }),
    })
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        const valve = new WatermarkValve(3)
        const seen = [NO_TIMESTAMP, NO_TIMESTAMP, NO_TIMESTAMP]
        let before = valve.output
        for (const { channel, what, time } of events) {
          if (what === 'watermark') {
            valve.watermark(channel, time)
            seen[channel] = Math.max(seen[channel], time)
          } else if (channel > 0) {
            // Channel 0 is never idle.
            if (what === 'idle') valve.becomesIdle(channel)
            else valve.becomesActive(channel)
          }
          expect(valve.output).toBeGreaterThanOrEqual(before)
          expect(valve.output).toBeLessThanOrEqual(seen[0])
          before = valve.output
        }
      }),
    )
  })
})
