import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { Point } from '../state/gesture.ts'
import './floating.css'

const EDGE = 8

/** A box over the page, beside a point of it and inside of the window; a press outside of it closes it. */
export function Floating({
  at,
  label,
  close,
  children,
}: {
  readonly at: Point
  readonly label: string
  readonly close: () => void
  readonly children: ReactNode
}) {
  const box = useRef<HTMLDivElement>(null)
  const [place, setPlace] = useState<{ left: number; top: number }>()
  useLayoutEffect(() => {
    const { offsetWidth, offsetHeight } = box.current!
    setPlace({
      left: Math.max(EDGE, Math.min(at.x, window.innerWidth - offsetWidth - EDGE)),
      top: Math.max(EDGE, Math.min(at.y, window.innerHeight - offsetHeight - EDGE)),
    })
  }, [at])
  useEffect(() => {
    const outside = (event: Event) => {
      if (!box.current?.contains(event.target as Node)) close()
    }
    document.addEventListener('pointerdown', outside, { capture: true })
    return () => document.removeEventListener('pointerdown', outside, { capture: true })
  }, [close])
  return (
    <div
      ref={box}
      className="floating nokey"
      role="dialog"
      aria-label={label}
      style={place ?? { left: at.x, top: at.y }}
    >
      {children}
    </div>
  )
}
