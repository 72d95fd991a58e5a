import { describe, expect, it, vi } from 'vitest'
import type { DataStream } from '../../../runtime/src/api/index.ts'
import { Environment } from '../../../runtime/src/api/index.ts'
import type { JobError } from '../../../runtime/src/failure/index.ts'
import { validate } from '../../../runtime/src/graph/index.ts'

/** `Map -Shuffle-> KeyBy`, in the order of the edges. */
function edges(env: Environment): string[] {
  const graph = env.logicalGraph()
  return graph.edges.map((e) => `${graph.operator(e.source).name} -${e.strategy}-> ${graph.operator(e.target).name}`)
}
const names = (env: Environment) => env.logicalGraph().operators.map(({ name }) => name)
const parallelism = (env: Environment) => env.logicalGraph().operators.map((operator) => operator.parallelism)
const codes = (env: Environment) => validate(env.logicalGraph()).map(({ code }) => code)
const pairs = (env: Environment): DataStream<[string, number, number]> =>
  env.fromCollection<[string, number, number]>([['a', 1, 2]])

describe('names', () => {
  it('operators have default names', () => {
    const env = new Environment()
    const lines = env.readTextFile('words.txt')
    env
      .source([1])
      .map((n) => n)
      .filter(() => true)
      .flatMap((n) => [n])
      .inspect(() => {})
    lines
      .keyBy((w) => w)
      .reduce((a) => a)
      .keyBy((w) => w)
      .sum(() => 1)
      .sink()
    lines.union(lines)
    expect(names(env)).toEqual([
      ...['Read Text File', 'Source', 'Map', 'Filter', 'FlatMap', 'Inspect'],
      ...['KeyBy', 'Reduce', 'KeyBy', 'Sum', 'Sink', 'Union'],
    ])
  })

  it('a name is given as an argument or by name(..), to the operator that produces the stream', () => {
    const env = new Environment()
    const source = env.fromCollection([1])
    const stream = source.map((n) => n, 'First').map((n) => n)
    stream.name('Second').uid('second').slotGroup('own').onError('skip').setParallelism(3)
    source.name('Numbers')
    stream.sink().name('End').uid('end')
    expect(names(env)).toEqual(['Numbers', 'First', 'Second', 'End'])
    expect(env.logicalGraph().operator(2)).toMatchObject({
      uid: 'second',
      slotGroup: 'own',
      onError: 'skip',
      parallelism: 3,
    })
    expect(env.logicalGraph().operator(3).uid).toBe('end')
  })

  it('a name given after a fork or a partition call still reaches the producer', () => {
    const env = new Environment()
    const map = env.fromCollection([1]).map((n) => n)
    map
      .shuffle()
      .name('Late')
      .inspect(() => {})
    expect(names(env)).toEqual(['Source', 'Late', 'Inspect'])
  })
})

describe('parallelism', () => {
  it('that of the Environment holds for every operator, and setParallelism for one of them', () => {
    const env = new Environment({ parallelism: 2 })
    env
      .fromCollection([1])
      .map((n) => n)
      .setParallelism(4)
      .sink()
      .setParallelism(1)
    expect(parallelism(env)).toEqual([2, 4, 1])
  })

  it("is 1 by default, and the number of threads with 'auto'", () => {
    const one = new Environment()
    one.fromCollection([1]).sink()
    const auto = new Environment({ parallelism: 'auto', threads: 3 })
    auto.fromCollection([1]).sink()
    expect([parallelism(one), parallelism(auto)]).toEqual([
      [1, 1],
      [3, 3],
    ])
  })

  it('env.setParallelism holds for operators made after it, and says so', () => {
    const env = new Environment()
    const source = env.fromCollection([1])
    env.setParallelism(3)
    source.map((n) => n).sink()
    expect(parallelism(env)).toEqual([1, 3, 3])
    expect(validate(env.logicalGraph()).map(({ message }) => message)).toEqual([
      'env.setParallelism(3) does not change the operator made before it',
    ])
  })

  it('env.setParallelism says nothing where it could not have changed anything', () => {
    const env = new Environment()
    const one = env.source(new Set([1]))
    const two = env.fromCollection([1]).setParallelism(2)
    env.setParallelism(3)
    one.sink()
    two.sink().setParallelism(2)
    expect(codes(env)).toEqual([])
  })

  it('a source that cannot be split has one instance, and refuses more with the reason', () => {
    const env = new Environment({ parallelism: 4 })
    const source = env.source(new Set([1]))
    expect(parallelism(env)).toEqual([1])
    expect(() => source.setParallelism(2)).toThrow(/graphs\.test\.ts:\d+:\d+: Source cannot have 2 instances: .+/)
  })
})

describe('strategies', () => {
  it('of several partition calls the last one wins, and the earlier ones are a hint', () => {
    const env = new Environment({ parallelism: 2 })
    env
      .fromCollection([1])
      .shuffle()
      .rescale()
      .broadcast()
      .map((n) => n)
      .broadcast()
      .shuffle()
      .inspect(() => {})
    expect(edges(env)).toEqual(['Source -Broadcast-> Map', 'Map -Shuffle-> Inspect'])
    expect(validate(env.logicalGraph()).map(({ severity, message }) => `${severity}: ${message}`)).toEqual([
      'hint: Shuffle, Rescale between Source and Map has no effect: the last partition call, Broadcast, wins',
      'hint: Broadcast between Map and Inspect has no effect: the last partition call, Shuffle, wins',
    ])
  })

  it('a partition call that nobody reads is a hint', () => {
    const env = new Environment()
    const source = env.fromCollection([1])
    source.partition(() => 0)
    source.sink()
    expect(codes(env)).toEqual(['unused-strategy'])
  })

  it('an unset edge is forward where parallelism is a multiple of the next one, otherwise round robin', () => {
    const env = new Environment()
    env
      .fromCollection([1])
      .setParallelism(4)
      .map((n) => n)
      .setParallelism(2)
      .map((n) => n)
      .setParallelism(3)
      .sink()
      .setParallelism(1)
    expect(edges(env)).toEqual(['Source -Forward-> Map', 'Map -RoundRobin-> Map', 'Map -Forward-> Sink'])
  })

  it('fork: both branches are kept, each with its strategy', () => {
    const env = new Environment({ parallelism: 2 })
    const map = pairs(env).map((p) => p)
    map.shuffle().keyBy(0).name('KeyBy1').sum(1).name('Sum1').sink()
    map.keyBy(1).name('KeyBy2').sum(2).name('Sum2').sink()
    expect(edges(env)).toEqual([
      'Source -Forward-> Map',
      'Map -Shuffle-> KeyBy1',
      'KeyBy1 -ShuffleByKey-> Sum1',
      'Sum1 -Forward-> Sink',
      'Map -Forward-> KeyBy2',
      'KeyBy2 -ShuffleByKey-> Sum2',
      'Sum2 -Forward-> Sink',
    ])
  })

  it('forking one unpartitioned stream twice loses neither branch', () => {
    const env = new Environment()
    const source = env.fromCollection([1])
    source.map((n) => n).sink()
    source.filter(() => true).sink()
    expect(edges(env).slice(0, 3)).toEqual(['Source -Forward-> Map', 'Map -Forward-> Sink', 'Source -Forward-> Filter'])
  })

  it('a.union(a) has two edges, told apart by their ordinal', () => {
    const env = new Environment()
    const a = env.fromCollection([1])
    a.shuffle()
      .union(a.broadcast(), a)
      .inspect(() => {})
    expect(edges(env).slice(0, 3)).toEqual([
      'Source -Shuffle-> Union',
      'Source -Broadcast-> Union',
      'Source -Forward-> Union',
    ])
    expect(env.logicalGraph().edges.map(({ ordinal }) => ordinal)).toEqual([0, 1, 2, 0])
  })

  it.each([
    ['shuffle 1 -> 4', 1, 4, 'shuffle', ['0-0', '0-1', '0-2', '0-3']],
    ['forward 4 -> 2', 4, 2, 'forward', ['0-0', '1-1', '2-0', '3-1']],
    ['broadcast 4 -> 2', 4, 2, 'broadcast', ['0-0', '0-1', '1-0', '1-1', '2-0', '2-1', '3-0', '3-1']],
    ['round robin 1 -> 2', 1, 2, 'roundRobin', ['0-0', '0-1']],
    ['rescale 2 -> 6', 2, 6, 'rescale', ['0-0', '0-1', '0-2', '1-3', '1-4', '1-5']],
    ['rescale 6 -> 2', 6, 2, 'rescale', ['0-0', '1-0', '2-0', '3-1', '4-1', '5-1']],
  ] as const)('channels: %s', (_name, from, to, strategy, expected) => {
    const env = new Environment()
    const source = env.fromCollection([1]).setParallelism(from)
    source[strategy]()
      .inspect(() => {})
      .setParallelism(to)
    const { channels, instances } = env.physicalGraph()
    const index = (task: number) => instances.find((instance) => instance.task === task)!.index
    expect(channels.map((channel) => `${index(channel.from)}-${index(channel.to)}`)).toEqual(expected)
  })
})

describe('graphs at any time', () => {
  it('printing early does not change what is built later', () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => {})
    const build = (peek: (env: Environment) => void) => {
      const env = new Environment({ parallelism: 2 })
      const source = env.fromCollection([1])
      peek(env)
      const map = source.map((n) => n)
      peek(env)
      map.setParallelism(3)
      map.sink()
      peek(env)
      const { operators, edges } = env.logicalGraph().toJSON()
      return { operators: operators.map((operator) => ({ ...operator, position: undefined })), edges: edges.length }
    }
    const peeked = build((env) => {
      env.printLogicalGraph()
      env.printPhysicalGraph()
      env.physicalGraph()
    })
    expect(log).toHaveBeenCalledTimes(6)
    log.mockRestore()
    expect(peeked).toEqual(build(() => {}))
  })

  it('ids are counted in each Environment by itself', () => {
    const ids = [new Environment(), new Environment()].map((env) => {
      env.fromCollection([1]).sink()
      return env.logicalGraph().operators.map(({ id }) => id)
    })
    expect(ids).toEqual([
      [0, 1],
      [0, 1],
    ])
  })

  it('two Environments share no configuration', () => {
    const two = new Environment({ parallelism: 2 })
    const one = new Environment()
    one.fromCollection([1])
    two.fromCollection([1])
    expect([parallelism(one), parallelism(two)]).toEqual([[1], [2]])
  })

  it('every operator and edge knows the line that made it', () => {
    const env = new Environment()
    const source = env.fromCollection([1])
    source.map((n) => n).sink()
    const graph = env.logicalGraph()
    const [first, second, third] = graph.operators.map(({ position }) => position!)
    expect(first.file).toBe(import.meta.filename)
    expect([second.line, third.line]).toEqual([first.line + 1, first.line + 1])
    expect(third.column).toBeGreaterThan(second.column)
  })
})

describe('what is wrong is refused where it was written', () => {
  const env = () => new Environment()
  const stream = () => env().fromCollection([1])
  const wrong: [string, () => unknown, string][] = [
    ['parallelism 0', () => stream().setParallelism(0), 'must be a whole number, at least 1, but is 0'],
    ['parallelism 1.5', () => stream().setParallelism(1.5), 'but is 1.5'],
    ['parallelism of an Environment', () => new Environment({ parallelism: -1 }), 'the parallelism of the Environment'],
    ['threads', () => new Environment({ threads: 0 }), 'threads must be a whole number'],
    ['channel capacity', () => new Environment({ channelCapacity: 0 }), 'channelCapacity must be a whole number'],
    [
      'a channel type',
      () => new Environment({ channelType: 'pipe' as never }),
      "channelType must be 'shared' or 'message'",
    ],
    ['an unknown setting', () => new Environment({ paralelism: 2 } as never), "did you mean 'parallelism'?"],
    ['no function', () => stream().map(undefined as never), 'map(..) takes a function, but got undefined'],
    ['no partition function', () => stream().partition(null as never), 'partition(..) takes a function, but got null'],
    ['a name that is no text', () => stream().name(5 as never), 'name(..) takes a text'],
    [
      'an argument name that is no text',
      () => stream().map((n) => n, 5 as never),
      'the name of an operator must be a text',
    ],
    ['an empty uid', () => stream().uid(''), 'uid(..) takes a text'],
    ['a selector', () => stream().keyBy(-1 as never), 'keyBy(..) takes an index, a property name or a function'],
    [
      'an error policy',
      () => stream().onError('ignore' as never),
      "onError(..) takes 'fail', 'skip' or a tag made by outputTag(..)",
    ],
    ['a union with no stream', () => stream().union([1] as never), 'union(..) takes streams'],
    ['a union across jobs', () => stream().union(stream()), 'streams of the same Environment'],
    ['a job name', () => env().execute(5 as never), 'execute(..) takes a text'],
  ]
  it.each(wrong)('%s', async (_name, attempt, message) => {
    const error = (await Promise.resolve()
      .then(attempt)
      .catch((error: unknown) => error)) as JobError
    expect(error.message).toContain(message)
    expect(error.position?.file).toBe(import.meta.filename)
  })

  it('an empty job, one without input, and a second execute', async () => {
    await expect(env().execute()).rejects.toThrow('the job has no operators')
    const open = env()
    open
      .unconnected<number>()
      .map((n) => n)
      .sink()
    await expect(open.execute()).rejects.toThrow(/graphs\.test\.ts:\d+:\d+: Map has no input/)
    await expect(open.execute()).rejects.toThrow('this Environment has been executed already')
  })
})
