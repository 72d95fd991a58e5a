/** Shows: helpers that return objects and tuples of streams, and one that takes an object. */
import { type DataStream, Environment, print } from 'millrace'

interface Mail {
  to: string
  spam: number
}

function split(mails: DataStream<Mail>) {
  return {
    good: mails.filter((mail) => mail.spam < 0.5).name('Good'),
    bad: mails.filter((mail) => mail.spam >= 0.5).name('Bad'),
  }
}

const halves = <T,>(stream: DataStream<T>, fn: (record: T) => boolean) =>
  [stream.filter(fn), stream.filter((record) => !fn(record))] as const

const show = ({ stream, label }: { stream: DataStream<Mail>; label: string }) =>
  stream.map((mail) => `${label} ${mail.to}`).sink(print())

const env = new Environment()
const mails = env.fromCollection<Mail>([
  { to: 'ann', spam: 0.1 },
  { to: 'bob', spam: 0.9 },
])

const { good, bad } = split(mails)
const [toAnn, toOthers] = halves(good, (mail) => mail.to === 'ann')
show({ stream: toAnn, label: 'ann' })
toOthers.sink()
bad.map((mail) => mail.spam).sink(print())

await env.execute('mails')
