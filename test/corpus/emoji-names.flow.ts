/** Emoji and letters beyond the BMP in names, uids, texts and identifiers. */
import { Environment, print, outputTag } from 'millrace'

const env = new Environment({ parallelism: 2 })

const 果物 = env.fromCollection(['🍎', '🍌', '🍎', '👩‍🌾', '𝒳']).name('🧺 果物')
const größe = 果物.map((früchtchen) => früchtchen.length, 'Größe 📏')
const 𠮷 = größe.filter((n) => n > 1).uid('𠮷-野家')
const rotten = outputTag<string>('🤢')

𠮷.map((n) => '🦄'.repeat(n)).name('👨‍👩‍👧‍👦').sink(print())

const sorted = 果物
  .process<string>({
    onRecord(record, { output }, out) {
      if (record === '🍌') output(rotten, `${record} 🤮`)
      else out.collect(record)
    },
  })
  .name('Sort 🍎 from 🍌')
sorted.keyBy((fruit) => fruit).sum(() => 1, '∑').sink(print())
sorted.sideOutput(rotten).sink((text) => console.log(text)).name('🗑️').slotGroup('𝓈𝓁𝑜𝓉')
const \u0061bc = 果物.map((x) => x + '!')
abc.sink(print()).name('\u{1F34E} escaped')

await env.execute('🍎🍌')
