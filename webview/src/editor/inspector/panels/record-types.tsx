import type { DiagramType } from '../../../shared/index.ts'

/** Record types as the checker writes them. */
export function RecordTypes({
  rows,
}: {
  readonly rows: readonly (readonly [name: string, type: DiagramType | undefined])[]
}) {
  const known = rows.filter((row): row is readonly [string, DiagramType] => row[1] !== undefined)
  if (known.length === 0) return null
  return (
    <dl className="types">
      {known.map(([name, { short, full }]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd title={full}>{short}</dd>
        </div>
      ))}
    </dl>
  )
}
