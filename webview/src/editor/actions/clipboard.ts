import { edit, theHost, told } from '../state/session.ts'
import { mayEdit, say, selectedNodes, useEditor } from '../state/store.ts'

/** Puts the TypeScript of what is selected on the clipboard. Returns whether there was anything to copy. */
export function copy(cut: boolean): boolean {
  const { diagram } = useEditor.getState()
  const operators = selectedNodes().flatMap((node) => node.operators)
  if (!diagram || operators.length === 0) return false
  if (cut && !mayEdit()) return true
  void told(theHost().request('copy', { version: diagram.version, operators, cut })).then((done) => {
    if (done && !cut)
      say(operators.length === 1 ? 'Copied as TypeScript.' : `${operators.length} copied as TypeScript.`)
  })
  return true
}

/** Adds the streams of a TypeScript text: of another diagram, a chat or a page. */
export function paste(text: string): void {
  if (mayEdit()) void told(theHost().request('paste', { text }))
}

/** A second one of each that is selected. */
export async function duplicate(): Promise<void> {
  const operators = selectedNodes().flatMap((node) => node.operators)
  if (operators.length === 0) return
  await edit(
    operators.length === 1 ? { command: 'duplicate', operator: operators[0] } : { command: 'duplicateAll', operators },
  )
}
