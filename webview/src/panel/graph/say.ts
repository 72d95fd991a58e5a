import { type PhysicalGraph, type PhysicalGraphNumbers, percentText } from '../../shared/index.ts'
import { count, rateText, several } from './numbers-text.ts'
import { laneName, laneOf, rateOf, recordsOf, taskName, total } from './reading.ts'
import type { Thing } from './thing.ts'

/** A thing in a sentence, for who does not see it. */
export function say(graph: PhysicalGraph, thing: Thing, numbers: PhysicalGraphNumbers | undefined): string {
  switch (thing.kind) {
    case 'lane': {
      const lane = graph.lanes[thing.lane]
      const rate = numbers && total(lane, 0, numbers.inPerSecond)
      return sentence([
        laneName(graph, lane),
        several(lane.parallelism, 'instance'),
        rate ? `${rateText(rate)} in` : '',
      ])
    }
    case 'task': {
      const lane = graph.lanes[laneOf(graph, thing.task)]
      const parts = [taskName(graph, thing.task), `thread ${graph.threadOf[thing.task]}`]
      if (numbers) {
        const index = thing.task - lane.first
        const rate = rateOf(graph, lane, index, numbers)
        parts.push(
          rate === undefined
            ? `${count(recordsOf(graph, lane, index, numbers))} records`
            : `${count(rate)} records a second`,
          `busy ${percentText(numbers.busy[thing.task])}`,
          `back-pressured ${percentText(numbers.backPressured[thing.task])}`,
        )
      }
      return sentence(parts)
    }
    case 'bundle': {
      const { source, target, strategy, channels } = graph.bundles[thing.bundle]
      const ends = `${graph.operators[source].name} to ${graph.operators[target].name}`
      const parts = [ends, strategy, several(channels, 'channel')]
      if (numbers) {
        const rate = rateText(numbers.bundlePerSecond[thing.bundle])
        if (rate !== '') parts.push(rate)
        parts.push(`fullest channel ${percentText(numbers.bundleFill[thing.bundle])}`)
      }
      return sentence(parts)
    }
  }
}

const sentence = (parts: readonly string[]) => parts.filter((part) => part !== '').join(', ')
