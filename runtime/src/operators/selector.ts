/** A part of a record: an index of a tuple, a property's name, or a function. */
export type Selector = number | string | ((record: any) => unknown)

/** Whether a selector reads a field, so that its value can be had from the record again at any time. */
export function isField(selector: Selector): selector is number | string {
  return typeof selector !== 'function'
}

/**
 * The selector as a function. For fields the code is made for that one field: a general `record[field]` would be slow
 * wherever a job has more than a few selectors.
 */
export function accessor(selector: Selector): (record: any) => unknown {
  if (typeof selector === 'function') return selector
  return new Function('record', `return record[${JSON.stringify(selector)}]`) as (record: any) => unknown
}

/** How a selector is shown to people. */
export function describeSelector(selector: Selector): string {
  if (typeof selector !== 'function') return JSON.stringify(selector)
  const text = Function.prototype.toString.call(selector).replace(/\s+/g, ' ')
  return text.length > 60 ? `${text.slice(0, 59)}…` : text
}
