#!/usr/bin/env -S npx millrace run
/** Alerts from logs; with a shebang, regular expressions and template texts that look like code. */
import { Environment, print, tumbling } from 'millrace'

const LINE = /^(?<at>\d+) \[(?<level>[A-Z]+)\] (?<service>[^:]+): (?<text>.*)$/u
const SECRET = /(password|token)=("[^"]*"|'[^']*'|[^\s)]+)/gi

const env = new Environment({ parallelism: 2 })

const raw = env.fromCollection([
  `1000 [INFO] auth: user logged in token="a).map(b)"`,
  `2000 [ERROR] billing: cannot charge // env.source(x)`,
  `2500 [ERROR] billing: \${not} a template /* .sink() */`,
  '61000 [WARN] auth: password=\'x\' refused',
  'garbage )}]',
])

const logs = raw
  .map((line) => LINE.exec(line)?.groups)
  .filter((groups): groups is NonNullable<typeof groups> => groups !== undefined)
  .map(({ at, level, service, text }) => ({
    at: Number(at),
    level,
    service,
    text: text.replace(SECRET, (_all, name: string) => `${name}=***`),
  }))
  .name('Parse')

logs
  .filter((log) => log.level === 'ERROR')
  .assignTimestamps((log) => log.at)
  .keyBy('service')
  .window(tumbling(60_000))
  .count()
  .filter(([, n]) => n / 2 >= 1 && n / 1 > 0)
  .map(([service, n]) => `${service}: ${n} errors ${`(${'in'} a minute)`}`)
  .sink(print())

logs.map((log) => `${log.level.padEnd(5)} ${log.text}`).sink(print())
// logs.keyBy('level').sum(() => 1).sink(print())

await env.execute('alerts')
