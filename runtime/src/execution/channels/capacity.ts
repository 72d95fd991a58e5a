/** What a channel holds when nobody says: enough that a thread that decodes a file for some ten milliseconds stops nobody. */
const DEFAULT = 16_384
const LEAST = 32
/** What all channels of one edge may hold together when nobody says. */
const EDGE = 2 ** 20

/**
 * Records (or units of 256 encoded bytes) that each channel of an edge holds before its producer waits.
 *
 * @param configured what the job says, if it does
 * @param channels number of channels of the edge
 */
export function channelCapacity(configured: number | undefined, channels: number): number {
  return configured ?? Math.max(LEAST, Math.min(DEFAULT, Math.floor(EDGE / Math.max(1, channels))))
}
