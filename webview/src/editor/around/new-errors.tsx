/** At most so many are told in full. */
const SHOWN = 3

/** Type errors that a change would cause, before it is made. */
export function NewErrors({ errors }: { readonly errors: readonly string[] }) {
  const { length } = errors
  return (
    <>
      <p>{length === 1 ? 'This will cause a type error:' : `This will cause ${length} type errors:`}</p>
      <ul>
        {errors.slice(0, SHOWN).map((error) => (
          <li key={error}>{error}</li>
        ))}
      </ul>
    </>
  )
}
