/** Objects of one list of names before code is generated for it, which pays only when they keep coming. */
const WORTH_CODE = 16

/** Makes objects of one list of property names, in their order. */
export class ObjectMaker {
  private readonly names: readonly string[]
  private made = 0
  private generated: Make | undefined

  constructor(names: readonly string[]) {
    this.names = names
  }

  /**
   * @param next gives the value of each property in turn; may want the object, which it is a part of
   * @param keep told of the object before its first property is asked for
   */
  make(next: () => unknown, keep: (object: unknown) => void): object {
    if (this.generated !== undefined) return this.generated(next, keep)
    if (++this.made > WORTH_CODE) this.generated = generate(this.names)
    const object: Record<string, unknown> = {}
    keep(object)
    for (const name of this.names) setOwn(object, name, next())
    return object
  }
}

type Make = (next: () => unknown, keep: (object: unknown) => void) => object

function generate(names: readonly string[]): Make {
  // In brackets `__proto__` is a property like any other, and once it is one, an assignment changes just that.
  const quoted = names.map((name) =>
    JSON.stringify(name).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029'),
  )
  return new Function(
    'next',
    'keep',
    `'use strict'
    const object = { ${quoted.map((name) => `[${name}]: undefined`).join(', ')} }
    keep(object)
    ${quoted.map((name) => `object[${name}] = next()`).join('\n')}
    return object`,
  ) as Make
}

/** A plain assignment to `__proto__` would set the prototype. */
export function setOwn(object: Record<string, unknown>, name: string, value: unknown): void {
  if (name === '__proto__') {
    Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true })
  } else {
    object[name] = value
  }
}
