/** Objects inside the records of a batch that travel as a column. */
export interface ObjectColumn {
  readonly values: readonly object[]
  /** The record each object belongs to, ascending; undefined: object i to record i. */
  readonly owners: Int32Array | undefined
  /** Objects of columns of different groups are certainly different. */
  readonly group: unknown
}

/** Up to here every object of a record is compared with every other. */
const FEW = 16

/** Whether an object occurs more than once within a record. Between records it may: each record is a copy of its own. */
export function sharesObjects(columns: readonly ObjectColumn[], records: number): boolean {
  for (let first = 0; first < columns.length; first++) {
    const { group } = columns[first]
    if (columns.findIndex((column) => column.group === group) < first) continue
    const alike = columns.filter((column) => column.group === group)
    if (alike.length === 1 && alike[0].owners === undefined) continue
    if (alike.length > 1 && alike.every(({ owners }) => owners === undefined) ? aligned(alike) : owned(alike, records))
      return true
  }
  return false
}

/** One object per record in each column. */
function aligned(columns: readonly ObjectColumn[]): boolean {
  for (let one = 1; one < columns.length; one++) {
    for (let other = 0; other < one; other++) {
      const a = columns[one].values
      const b = columns[other].values
      for (let index = 0; index < a.length; index++) if (a[index] === b[index]) return true
    }
  }
  return false
}

function owned(columns: readonly ObjectColumn[], records: number): boolean {
  const cursors = new Int32Array(columns.length)
  const few: object[] = []
  for (let record = 0; record < records; record++) {
    let count = 0
    let many: Set<object> | undefined
    for (let column = 0; column < columns.length; column++) {
      const { values, owners } = columns[column]
      let cursor = cursors[column]
      while (cursor < values.length && (owners === undefined ? cursor : owners[cursor]) === record) {
        const value = values[cursor++]
        if (many !== undefined) {
          if (many.has(value)) return true
          many.add(value)
        } else {
          for (let index = 0; index < count; index++) if (few[index] === value) return true
          few[count++] = value
          if (count === FEW) many = new Set(few)
        }
      }
      cursors[column] = cursor
    }
  }
  return false
}
