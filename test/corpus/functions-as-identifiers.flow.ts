/** Functions given as identifiers: arrow functions, declarations, imported ones, methods of an object and of a class. */
import { Environment, print } from 'millrace'
import { isLoud, type Track, titleCase } from './lib/tracks.ts'
import * as tracks from './lib/tracks.ts'

const seconds = (track: Track) => ({ ...track, seconds: Math.round(track.ms / 1000) })

const rules = {
  short: (track: Track & { seconds: number }) => track.seconds < 240,
  label(track: Track & { seconds: number }) {
    return `${track.artist}: ${track.title} (${track.seconds} s)`
  },
}

class Loudness {
  static readonly least = -30
  static audible(track: Track): boolean {
    return track.db > Loudness.least
  }
}

const env = new Environment()

const heard = env
  .fromCollection<Track>([
    { artist: 'the millers', title: 'wheel', ms: 181_000, db: -8 },
    { artist: 'silence', title: "4'33", ms: 273_000, db: -90 },
    { artist: 'grain', title: 'rye', ms: 120_500, db: -5 },
  ])
  .filter(Loudness.audible)
  .map(titleCase, 'Title case')
  .map(seconds)

heard.filter(isLoud).filter(rules.short).map(rules.label).map(shout).sink(print())
heard.keyBy(tracks.artistOf).reduce(tracks.longer).map((track) => track.title).sink(console.log)

function shout(text: string): string {
  return text.toUpperCase()
}

await env.execute('tracks')
