import { useEffect, useState } from 'react'
import type { DiagramCommand, Outcome } from '../../shared/index.ts'
import { theHost } from '../state/session.ts'
import { useEditor } from '../state/store.ts'

/** What a command would come to, were it given now. What the host cannot say is refused with its reason. */
export function preview(version: number, command: DiagramCommand): Promise<Outcome> {
  return theHost()
    .request('preview', { version, command })
    .catch((error: Error): Outcome => ({ refused: error.message }))
}

/** How long a hand rests before anybody is asked, milliseconds: on its way it passes much that it does not mean. */
const RESTS = 100

/**
 * What letting go would come to; undefined until the host has answered.
 *
 * @param command as JSON, so that equal ones are known for equal
 */
export function usePreview(command: string | undefined): Outcome | undefined {
  const version = useEditor(({ diagram }) => diagram?.version)
  const [answer, setAnswer] = useState<{ readonly command: string; readonly outcome: Outcome }>()
  useEffect(() => {
    setAnswer(undefined)
    if (command === undefined || version === undefined) return
    let left = false
    const timer = setTimeout(async () => {
      const outcome = await preview(version, JSON.parse(command))
      if (!left) setAnswer({ command, outcome })
    }, RESTS)
    return () => {
      left = true
      clearTimeout(timer)
    }
  }, [command, version])
  return answer?.command === command ? answer?.outcome : undefined
}
