import { useEffect } from 'react'
import { type ReactFlowState, useStoreApi } from 'reactflow'
import './detail.css'

/** Below this zoom only kinds, colours and problems are drawn. */
const FAR = 0.4

/** Whether single boxes cannot be read any more. */
export const isFar = ({ transform }: ReactFlowState): boolean => transform[2] < FAR

/**
 * Says on the diagram's element how much detail it is seen in; the style sheets do the rest. React draws nothing anew.
 */
export function Detail() {
  const store = useStoreApi()
  useEffect(() => {
    let shown: string | undefined
    const apply = () => {
      const { domNode } = store.getState()
      const detail = isFar(store.getState()) ? 'far' : 'near'
      if (domNode === null || detail === shown) return
      shown = detail
      domNode.dataset.detail = detail
    }
    apply()
    return store.subscribe(apply)
  }, [store])
  return null
}
