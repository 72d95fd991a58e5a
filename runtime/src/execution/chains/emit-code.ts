import type { Outlet } from './outlet.ts'

/** Names in the loop's code: of a record, its key and its timestamp. */
interface Names {
  readonly v: string
  readonly x: string
  readonly t: string
}

/** The buffers of outlet `i`, by the names that `emitCode` uses. */
export function bufferCode(outlet: Outlet, i: number): string {
  const single = outlet.buffers.length === 1
  const place = single ? '[0]' : ''
  const keys = outlet.keyBuffers ? `, k${i} = o${i}.keyBuffers${place}` : ''
  const times = outlet.timeBuffers ? `, e${i} = o${i}.timeBuffers${place}` : ''
  return `const b${i} = o${i}.buffers${place}${keys}${times}`
}

/**
 * Puts a record into the buffers of outlet `i`.
 *
 * @param choose code that assigns what the selector says, from the code of its call
 * @param tap code that is told the channel, or channels: the code of an index or of an array; undefined for all
 */
export function emitCode(
  outlet: Outlet,
  i: number,
  { v, x, t }: Names,
  choose: (call: string) => string,
  tap: (channel: string) => string,
): string {
  const { buffers, strategy, keyBuffers, timeBuffers } = outlet
  const single = buffers.length === 1
  const put = (buffer: string) =>
    `b${i}${buffer}.push(${v})${keyBuffers ? `; k${i}${buffer}.push(${x})` : ''}${timeBuffers ? `; e${i}${buffer}.push(${t})` : ''}`
  const chosen = `let c${i}; ${choose(`c${i} = s${i}(${v}, ${x})`)}`
  if (outlet.select === undefined) return `${tap('0')}${put('')}`
  if (strategy === 'Broadcast') {
    return single
      ? `${tap('0')}${put('')}`
      : `${tap('undefined')}for (let c = 0; c < ${buffers.length}; c++) { ${put('[c]')} }`
  }
  if (strategy === 'Custom') {
    const one = single ? put('') : put(`[c${i}]`)
    const many = single ? put('') : put('[c]')
    return `${chosen}\n${tap(`c${i}`)}if (typeof c${i} === 'number') { ${one} } else { for (const c of c${i}) { ${many} } }`
  }
  if (single) return strategy === 'ShuffleByKey' ? `${chosen}\n${tap('0')}${put('')}` : `${tap('0')}${put('')}`
  return `${chosen}\n${tap(`c${i}`)}${put(`[c${i}]`)}`
}
