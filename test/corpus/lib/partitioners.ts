/** A partition function that jobs of the corpus import. */
export const byArtist = (record: { artist: string }, channels: number): number => record.artist.length % channels
