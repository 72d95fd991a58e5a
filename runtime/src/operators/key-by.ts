import type { OperatorFactory } from './operator.ts'
import { accessor, isField, type Selector } from './selector.ts'

/** Puts a key beside each record; the records stay as they are. */
export function keyBy(selector: Selector): OperatorFactory {
  const select = accessor(selector)
  return () => ({ shape: 'key', apply: select, keyIsField: isField(selector) })
}
