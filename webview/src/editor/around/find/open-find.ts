import { setOpen } from '../../state/store.ts'

/** Opens find, or goes back into it. */
export function openFind(): void {
  setOpen({ find: true })
  document.querySelector<HTMLInputElement>('.find input')?.select()
}
