/** Whatever opens over the page gives the focus back to where it was, so that the keyboard goes on from there. */
import { useEffect, useState } from 'react'

/** Call it in what is mounted when it opens and unmounted when it closes. */
export function useReturnFocus(onEscape?: () => void): void {
  useEffect(() => {
    // The button that was pressed may be gone, and the focus with it: then nothing inside hears the key.
    const press = ({ key }: KeyboardEvent) => {
      if (key === 'Escape' && document.activeElement === document.body) onEscape?.()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [onEscape])
  const [before] = useState(() => document.activeElement)
  useEffect(
    () => () => {
      requestAnimationFrame(() => {
        const isLost = document.activeElement === null || document.activeElement === document.body
        if (isLost && before instanceof HTMLElement) before.focus()
      })
    },
    [before],
  )
}
