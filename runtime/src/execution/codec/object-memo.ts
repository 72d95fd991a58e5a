/** Up to here looking through all is faster than a Map. */
const FEW = 12

/** The objects of one record in the order they were met, so that cycles and shared references arrive as such. */
export class ObjectMemo {
  private readonly few: unknown[] = new Array(FEW)
  private readonly many = new Map<object, number>()
  private size = 0

  clear(): void {
    if (this.size > FEW) this.many.clear()
    this.size = 0
  }

  /** The number of an object that was met before; otherwise it gets the next one, and the result is -1. */
  meet(value: object): number {
    const { few, many, size } = this
    const compared = Math.min(size, FEW)
    for (let index = 0; index < compared; index++) if (few[index] === value) return index
    if (size >= FEW) {
      const number = many.get(value)
      if (number !== undefined) return number
      many.set(value, size)
    } else {
      few[size] = value
    }
    this.size = size + 1
    return -1
  }
}
