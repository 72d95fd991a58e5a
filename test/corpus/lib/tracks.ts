/** Functions that jobs of the corpus import. */
export interface Track {
  artist: string
  title: string
  ms: number
  db: number
}

export const isLoud = (track: Track): boolean => track.db > -10

export function titleCase(track: Track): Track {
  return { ...track, title: track.title[0].toUpperCase() + track.title.slice(1) }
}

export const artistOf = (track: Track): string => track.artist

export const longer = <T extends Track>(a: T, b: T): T => (a.ms > b.ms ? a : b)
