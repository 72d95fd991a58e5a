import { setOpen } from '../state/store.ts'

/** Opens the inspector, and puts the cursor in its first field. */
export function focusInspector(): void {
  setOpen({ inspector: true })
  // When it is drawn.
  requestAnimationFrame(() => {
    const field = document.querySelector<HTMLElement>('.inspector input, .inspector select, .inspector textarea')
    field?.focus()
    if (field instanceof HTMLInputElement) field.select()
  })
}
