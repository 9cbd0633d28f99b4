/** Single keys that act on the page, unless somebody types or a dialog is open. */
import { useEffect } from 'react'
import { isTyping } from './is-typing.ts'

/** `doing` says what a key does; undefined = nothing. */
export function useKeys(doing: (key: string) => (() => void) | undefined): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      const does = doing(event.key)
      if (does === undefined) return
      event.preventDefault()
      does()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  })
}
