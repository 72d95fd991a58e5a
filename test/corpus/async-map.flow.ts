/** asyncMap with and without options, with retries, with an async function of its own. */
import { setTimeout as sleep } from 'node:timers/promises'
import { type DeadLetter, Environment, outputTag, print } from 'millrace'

const failed = outputTag<DeadLetter<string>>('failed')

async function lookUp(ip: string): Promise<{ ip: string; country: string }> {
  await sleep(1)
  return { ip, country: ip.startsWith('10.') ? 'home' : 'elsewhere' }
}

const env = new Environment()

const ips = env.fromCollection(['10.0.0.1', '8.8.8.8', '10.0.0.7', 'not an ip'])

const found = ips
  .filter((ip) => ip.includes('.'))
  .asyncMap(lookUp, { capacity: 2, timeout: 5_000, ordered: false, retry: { attempts: 3, delay: 1, backoff: 2 } }, 'Look up')

found.map(({ ip, country }) => `${ip} is ${country}`).sink(print())

const checked = ips
  .asyncMap(async (ip) => {
    if (!ip.includes('.')) throw new Error(`${ip}?`)
    return ip.split('.').map(Number)
  })
  .onError(failed)
  .name('Check')

checked.sink(print())
checked.sideOutput(failed).map(({ message }) => message).sink(print())

await env.execute('addresses')
