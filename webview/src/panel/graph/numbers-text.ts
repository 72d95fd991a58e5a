const short = new Intl.NumberFormat('en-US', { notation: 'compact', maximumSignificantDigits: 3 })
const whole = new Intl.NumberFormat('en-US')

/** `12.3K`: for where there is little room. */
export function shortCount(value: number): string {
  return value < 1000 ? String(Math.round(value)) : short.format(value)
}

/** `12,345` */
export function count(value: number): string {
  return whole.format(value)
}

export function rateText(perSecond: number | undefined): string {
  return perSecond === undefined ? '' : `${shortCount(perSecond)}/s`
}

/** `4 instances` */
export function several(count: number, one: string): string {
  return `${whole.format(count)} ${one}${count === 1 ? '' : 's'}`
}
