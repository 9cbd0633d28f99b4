/** How high the foot of an open pane is, so that no notice lies on the buttons with which it ends. */
import { type RefObject, useEffect } from 'react'

const heights = new Map<symbol, number>()
const listeners = new Set<() => void>()

/** Pixels; 0 = no pane is open. */
export function currentFloor(): number {
  return Math.max(0, ...heights.values())
}

export function onFloor(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function changed(): void {
  for (const listener of listeners) listener()
}

export function useFloor(foot: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = foot.current
    if (element === null) return undefined
    const own = Symbol()
    const observer = new ResizeObserver(() => {
      heights.set(own, element.offsetHeight)
      changed()
    })
    observer.observe(element)
    return () => {
      observer.disconnect()
      heights.delete(own)
      changed()
    }
  }, [foot])
}
