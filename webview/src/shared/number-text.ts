const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 })

/** `12.3K`, as short as it can be read; of a number below 10 one digit behind the point. */
export function compactNumber(value: number): string {
  return compact.format(Math.abs(value) < 10 ? Math.round(value * 10) / 10 : value)
}

/** `43 %` of a share, 0..1. */
export function percentText(share: number): string {
  return `${Math.round(share * 100)} %`
}
