// What is measured, against what, and what it must and should reach.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { canvasRows } from './canvas-rows.mjs'
import { editorRows } from './editor-rows.mjs'
import { graphRows } from './graph-rows.mjs'
import { inTurns, median, rate, run } from './sides.mjs'

const millions = (perSecond) => `${(perSecond / 1e6).toFixed(2)} M/s`

/** A job's rate over that of other ways to do the same; the first of them is the reference. */
function ratio(name, must, aim, sides, rounds) {
  return {
    name,
    measure() {
      const figures = inTurns(sides, rounds)
      const { ours, reference } = figures
      const others = Object.keys(sides).filter((side) => side !== 'ours' && side !== 'reference')
      return [
        {
          name,
          value: ours / reference,
          unit: 'x',
          better: 'higher',
          must,
          aim,
          ours: millions(ours),
          reference: millions(reference),
        },
        ...others.map((other) => ({
          name: `${name} / ${other}`,
          value: ours / figures[other],
          unit: 'x',
          better: 'higher',
          must: null,
          aim: null,
          ours: millions(ours),
          reference: millions(figures[other]),
        })),
      ]
    },
  }
}

/** A figure of its own, the median of several runs. */
function figure(name, unit, must, aim, script, pick, rounds = 5) {
  return {
    name,
    measure() {
      const value = median(Array.from({ length: rounds }, () => pick(run(script))))
      return [{ name, value, unit, better: 'lower', must, aim, ours: `${value.toFixed(2)} ${unit}`, reference: '' }]
    },
  }
}

/** Milliseconds from the start of a process to the first line it prints. */
function firstLine(script) {
  return new Promise((resolve, reject) => {
    const start = performance.now()
    const child = spawn(process.execPath, [fileURLToPath(new URL(script, import.meta.url))], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let time
    child.stdout.once('data', () => {
      time = performance.now() - start
    })
    child.once('close', () => (time === undefined ? reject(new Error(`${script} printed nothing`)) : resolve(time)))
  })
}

/** Upper end of the 95 % confidence interval of the mean of pairwise ratios. */
function upperEnd(ratios) {
  const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length
  const variance = ratios.reduce((sum, ratio) => sum + (ratio - mean) ** 2, 0) / (ratios.length - 1)
  return mean + 2.045 * Math.sqrt(variance / ratios.length)
}

/** Reading a job of so many operators, checking its types and planning a command, warm, after an edit. */
function documentRows(operators, bounds) {
  const runs = Array.from({ length: 3 }, () => run('jobs/document.mjs', { args: [operators] }))
  return ['model', 'types', 'plan'].map((what) => {
    const value = median(runs.map((run) => run[what]))
    const [must, aim] = bounds?.[what] ?? [null, null]
    const row = { name: `${what} ${operators}`, value, unit: 'ms', better: 'lower', must, aim }
    const slowest = what === 'plan' ? `, ${runs[0].slowest}` : ''
    return { ...row, ours: `${value.toFixed(1)} ms${slowest}`, reference: '' }
  })
}

const CHAIN = 20_000_000
const WORDS = 20_000_000

export const benches = [
  ratio('chain', 0.5, 1, {
    ours: rate('jobs/chain.mjs', { args: [CHAIN] }),
    reference: rate('hand/chain.mjs', { args: [CHAIN] }),
    rxjs: rate('hand/chain-rxjs.mjs', { args: [CHAIN] }),
  }),
  ratio('exchange', 0.5, 0.8, {
    ours: rate('jobs/exchange.mjs', { args: [20_000_000] }),
    reference: rate('hand/exchange.mjs', { args: [20_000_000] }),
  }),
  ratio('wordcount', 0.8, 1.5, {
    ours: rate('jobs/wordcount.mjs', { args: [WORDS] }),
    reference: rate('hand/wordcount.mjs', { args: [WORDS] }),
    rxjs: rate('hand/wordcount-rxjs.mjs', { args: [WORDS / 10] }),
  }),
  ratio('flights', 0.9, 1.5, {
    ours: rate('jobs/flights.mjs'),
    reference: rate('hand/flights.mjs'),
  }),
  figure('expand', 'ms', 1000, 100, 'jobs/expand.mjs', ({ ms }) => ms),
  figure('latency', 'ms', 5, 1, 'jobs/latency.mjs', ({ p99 }) => p99),
  figure('rare', 'ms', 20, 6, 'jobs/rare.mjs', ({ p99 }) => p99),
  {
    name: 'start',
    async measure() {
      const times = []
      for (let round = 0; round < 9; round++) times.push(await firstLine('jobs/start.mjs'))
      const value = median(times)
      return [
        {
          name: 'start',
          value,
          unit: 'ms',
          better: 'lower',
          must: 400,
          aim: 200,
          ours: `${value.toFixed(0)} ms`,
          reference: '',
        },
      ]
    },
  },
  {
    name: 'channels',
    measure() {
      const runs = Array.from({ length: 5 }, () => run('jobs/channels.mjs'))
      const seconds = median(runs.map((run) => run.seconds))
      const rss = median(runs.map((run) => run.rss))
      return [
        {
          name: 'channels time',
          value: seconds,
          unit: 's',
          better: 'lower',
          must: 10,
          aim: 3,
          ours: `${seconds.toFixed(2)} s`,
          reference: '',
        },
        {
          name: 'channels memory',
          value: rss,
          unit: 'MB',
          better: 'lower',
          must: 2048,
          aim: 500,
          ours: `${rss.toFixed(0)} MB`,
          reference: '',
        },
      ]
    },
  },
  {
    name: 'memory',
    measure() {
      const { ours, reference } = inTurns({
        ours: () => run('jobs/memory.mjs', { args: [100_000_000] }).rss,
        reference: () => run('jobs/memory.mjs', { args: [10_000_000] }).rss,
      })
      return [
        {
          name: 'memory',
          value: ours / reference,
          unit: 'x',
          better: 'lower',
          must: 1.1,
          aim: 1.02,
          ours: `${ours.toFixed(0)} MB`,
          reference: `${reference.toFixed(0)} MB`,
        },
      ]
    },
  },
  {
    name: 'unwatched',
    measure() {
      const count = 200_000_000
      const { all } = inTurns(
        {
          with: rate('jobs/chain.mjs', { args: [count] }),
          without: rate('jobs/chain.mjs', { args: [count], env: { MILLRACE_COUNTING: 'off' } }),
        },
        30,
      )
      const value = upperEnd(all.with.map((rate, pair) => rate / all.without[pair]))
      return [
        {
          name: 'unwatched',
          value,
          unit: 'x',
          better: 'higher',
          must: 0.98,
          aim: 1,
          ours: millions(median(all.with)),
          reference: millions(median(all.without)),
        },
      ]
    },
  },
  ratio('tumbling', 0.5, 1, {
    ours: rate('jobs/tumbling.mjs', { args: [10_000_000, 1_000_000, 200_000] }),
    reference: rate('hand/tumbling.mjs', { args: [10_000_000, 1_000_000, 200_000] }),
  }),
  ratio('sliding', 0.5, 0.8, {
    ours: rate('jobs/sliding.mjs', { args: ['sliding', 10_000_000, 1_000, 100_000] }),
    reference: rate('jobs/sliding.mjs', { args: ['tumbling', 10_000_000, 1_000, 100_000] }),
  }),
  ratio('session', 0.3, 0.6, {
    ours: rate('jobs/session.mjs', { args: [10_000_000, 100_000, 500_000] }),
    reference: rate('hand/session.mjs', { args: [10_000_000, 100_000, 500_000] }),
  }),
  ratio('timestamps', 0.7, 0.9, {
    ours: rate('jobs/timestamps.mjs', { args: ['with', 200_000_000] }),
    reference: rate('jobs/timestamps.mjs', { args: ['without', 200_000_000] }),
  }),
  {
    name: 'join-memory',
    measure() {
      const { ours, reference } = inTurns(
        {
          ours: () => run('jobs/join-memory.mjs', { args: [50_000_000] }).rss,
          reference: () => run('jobs/join-memory.mjs', { args: [5_000_000] }).rss,
        },
        3,
      )
      return [
        {
          name: 'join-memory',
          value: ours / reference,
          unit: 'x',
          better: 'lower',
          must: 1.1,
          aim: 1.02,
          ours: `${ours.toFixed(0)} MB`,
          reference: `${reference.toFixed(0)} MB`,
        },
      ]
    },
  },
  {
    name: 'document',
    measure() {
      return [
        ...documentRows(10),
        ...documentRows(300, { model: [30, 10], types: [150, 60], plan: [30, 10] }),
        ...documentRows(1_000),
      ]
    },
  },
  {
    name: 'disk',
    measure() {
      const runs = Array.from({ length: 3 }, () => run('jobs/disk.mjs', { args: [20_000_000, 10_000_000] }))
      const perSecond = median(runs.map(({ records, ms }) => (records / ms) * 1000))
      const heap = median(runs.map((run) => run.heap))
      return [
        {
          name: 'disk',
          value: perSecond,
          unit: '/s',
          better: 'higher',
          must: 50_000,
          aim: 300_000,
          ours: `${perSecond.toFixed(0)} /s`,
          reference: '',
        },
        {
          name: 'disk heap',
          value: heap,
          unit: 'MB',
          better: 'lower',
          must: 500,
          aim: null,
          ours: `${heap.toFixed(0)} MB`,
          reference: '',
        },
      ]
    },
  },
  {
    name: 'watched',
    measure() {
      const sides = ['metrics', 'tap', 'unwatched'].map((how) => [
        how,
        rate('jobs/watched.mjs', { args: [how, WORDS] }),
      ])
      const figures = inTurns(Object.fromEntries(sides), 7)
      const row = (how, must, aim) => ({
        ...{ name: `watched ${how}`, value: figures[how] / figures.unwatched, unit: 'x', better: 'higher', must, aim },
        ...{ ours: millions(figures[how]), reference: millions(figures.unwatched) },
      })
      return [row('metrics', 0.95, 0.99), row('tap', 0.85, 0.95)]
    },
  },
  { name: 'editor', measure: editorRows },
  { name: 'canvas', measure: canvasRows },
  { name: 'graph', measure: graphRows },
  {
    name: 'layout',
    measure() {
      return [10, 300, 1000].flatMap((count) => {
        const runs = Array.from({ length: 5 }, () => run('jobs/layout.mjs', { args: [count] }))
        const row = (what, must, aim, value) => ({
          name: `layout ${what} ${count}`,
          value,
          unit: 'ms',
          better: 'lower',
          must,
          aim,
          ours: `${value.toFixed(1)} ms`,
          reference: '',
        })
        // Anew with a cold engine, as when a job is opened.
        return [
          row('anew', count === 1000 ? 2000 : null, null, median(runs.map(({ anew }) => anew))),
          row('edit', null, null, median(runs.map(({ edit }) => edit))),
        ]
      })
    },
  },
]
