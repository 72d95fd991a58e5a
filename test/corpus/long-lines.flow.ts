/** Very long lines: a whole job on one, and a chain that runs out of the window. */
import { Environment, generate, print, tumbling, session, outputTag, type DeadLetter, type Collector } from 'millrace'

type Event = { id: number; user: string; kind: 'open' | 'close' | 'scroll' | 'click'; at: number; x: number; y: number; text?: string }
const env = new Environment({ parallelism: 2, threads: 2, channelCapacity: 1024, maxParallelism: 128, checkRecords: true, chaining: true })
const events = env.source(generate((i): Event => ({ id: i, user: `user ${i % 5}`, kind: (['open', 'close', 'scroll', 'click'] as const)[i % 4], at: i * 250, x: (i * 37) % 1920, y: (i * 91) % 1080, ...(i % 11 === 0 ? { text: 'lorem ipsum dolor sit amet, consectetur adipisici elit, sed eiusmod tempor incidunt ut labore et dolore magna aliqua' } : {}) }), { count: 80 })).name('A source with a name that is much longer than any box in a diagram could ever be, and that goes on and on and on').assignTimestamps((event) => event.at, { outOfOrderness: 0 }).filter((event) => event.kind !== 'scroll' && event.kind !== 'close' && event.x >= 0 && event.y >= 0 && event.x < 1920 && event.y < 1080).map(({ id, user, kind, at, x, y }) => ({ id, user, kind, at, distance: Math.round(Math.hypot(x, y)), quadrant: x < 960 ? (y < 540 ? 'top left' : 'bottom left') : y < 540 ? 'top right' : 'bottom right' }))

events.keyBy('quadrant').window(tumbling(5_000)).sum('distance').map((event) => `${event.quadrant}: ${event.distance}`).sink(print()); events.keyBy('user').window(session(1_000)).process((user, { start, end }, records) => [`${user} from ${start} to ${end}: ${records.length}`]).sink(print())

const broken = outputTag<DeadLetter<{ id: number; user: string; kind: 'open' | 'close' | 'scroll' | 'click'; at: number; distance: number; quadrant: string }>>('broken')
const checked = events.process<string>({ onRecord(record, _context, out: Collector<string>) { if (record.id === 17) throw new RangeError('seventeen is refused, whatever it may be that it stands for'); if (record.id % 10 === 0) out.collect(`checked ${record.id}`) } }).onError(broken).name('Checked')
checked.union(checked.sideOutput(broken).map((letter) => letter.message), env.fromCollection(['one', 'two']), env.fromCollection(['three']).map((x) => x + x)).sink(print()).name('Printed')

const a = env.fromCollection([1]), b = a.map((x) => x + 1), c = b.filter((x) => x > 1), d = c.keyBy((x) => x), e = d.reduce((x, y) => x + y), f = e.union(a, b, c)
f.sink(print())
a.sink(); b.inspect(() => {}); c.inspect(() => {}).sink()





/* nothing here */





await env.execute('a job with long lines')
