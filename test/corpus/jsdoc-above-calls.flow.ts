/** JSDoc and line comments directly above calls: what an operator is for. */
import { Environment, print } from 'millrace'

interface Parcel {
  /** Barcode. */
  code: string
  grams: number
  to: string
}

const env = new Environment()

/**
 * Parcels as the scanner sees them.
 *
 * @see https://example.com/scanner
 */
const parcels = env
  // two of them are real
  .fromCollection<Parcel>([
    { code: '0001', grams: 500, to: 'Ulm' },
    { code: '0002', grams: 31_500, to: 'Ulm' },
    { code: '0003', grams: 800, to: 'Bern' },
  ])
  /** Up to thirty kilograms; the others go by lorry. */
  .filter((parcel) => parcel.grams <= 30_000)
  /* Zones are cut by the first letter. */
  .map((parcel) => ({ ...parcel, zone: parcel.to[0] }))

  // This comment stands alone, above an empty line.

  .name('Zones')

// One bag per zone
// that is weighed again
parcels
  // by zone
  .keyBy('zone')
  // grams
  .sum('grams')
  // as text
  .map((bag) => `${bag.zone}: ${bag.grams} g`)
  // on paper
  .sink(print()) // at the end of the line

await env.execute('parcels')
