// click paths through a web site  (construct: nested arrow functions, chained ternaries, one-letter names, no types at all)
import { Environment, print, session } from 'millrace'

const e = new Environment()

const c = e.fromCollection([
  { u: 1, p: '/', t: 0 }, { u: 2, p: '/blog', t: 1000 }, { u: 1, p: '/shop', t: 2000 },
  { u: 1, p: '/shop/cart', t: 9000 }, { u: 2, p: '/', t: 12000 }, { u: 1, p: '/', t: 999000 },
])

const k = (p: string) => p === '/' ? 'home' : p.startsWith('/shop') ? 'shop' : p.startsWith('/blog') ? 'blog' : '?'

const s = c.assignTimestamps(x => x.t).keyBy(x => x.u).window(session(60000))
const w = s.process((u, _, xs) => xs.slice(1).map((x, i) => [xs[i], x]).map(([a, b]) => ({ from: k(a.p), to: k(b.p), ms: b.t - a.t })))

w.keyBy(x => x.from + '>' + x.to).sum(() => 1).map(([path, n]) => `${path} ${n}`).sink(print())
w.filter(x => x.ms > 5000).map(x => x.to + ' took long').sink(print())
c.map(x => k(x.p)).sink()

await e.execute('click paths')
