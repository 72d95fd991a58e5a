/** Opaque: a main function that may return early, and a helper with two returns. */
import { type DataStream, Environment, print } from 'millrace'

const shorten = (texts: DataStream<string>, most: number) => {
  if (most === 0) return texts
  return texts.map((text) => text.slice(0, most)).name('Shortened')
}

async function main(args: readonly string[]) {
  const env = new Environment()
  const titles = env.fromCollection(['War and Peace', 'Emma', 'Ulysses'])

  if (args.includes('--help')) {
    console.log('no help yet')
    return
  }

  shorten(titles, 5).map((title) => `<${title}>`).sink(print())
  titles.keyBy((title) => title.length > 5).sum(() => 1).sink(print())

  await env.execute('titles')
}

await main([])
