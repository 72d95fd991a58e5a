/** Name lists a connection remembers, and names in all of them. */
const MAX_LISTS = 4096
const MAX_NODES = 32_768
/** Objects with more names are rather tables than structures. */
const MAX_NAMES = 64

class Node {
  /** What the receiver knows the names up to here by; -1: nothing. */
  number = -1
  lastName: string | undefined
  last: Node | undefined
  readonly next = new Map<string, Node>()
}

/** The lists of property names a connection has sent, each with its number, as a tree of names. */
export class NameTree {
  private readonly root = new Node()
  private nodes = 0
  private lists = 0
  /** Whether the last list that was looked up is new to the receiver. */
  isNew = false

  /** The number of a list of names, or -1 where it gets none. */
  number(names: readonly string[]): number {
    if (names.length > MAX_NAMES) return -1
    let node = this.root
    for (let index = 0; index < names.length; index++) {
      const name = names[index]
      // Most often an object has the names that the one before had.
      if (node.lastName === name) {
        node = node.last as Node
        continue
      }
      let next = node.next.get(name)
      if (next === undefined) {
        if (this.nodes === MAX_NODES) return -1
        this.nodes++
        next = new Node()
        node.next.set(name, next)
      }
      node.lastName = name
      node.last = next
      node = next
    }
    this.isNew = node.number < 0
    if (this.isNew) {
      if (this.lists === MAX_LISTS) return -1
      node.number = this.lists++
    }
    return node.number
  }
}
