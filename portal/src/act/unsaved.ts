/** What was typed or chosen and is not saved or sent yet: leaving it asks first, whichever way one leaves. */
import { useEffect } from 'react'

const unsaved = new Set<symbol>()
let asks: (go: () => void) => void = (go) => go()

export function isAnythingUnsaved(): boolean {
  return unsaved.size > 0
}

/** Of whatever shows it; for as long as it shows it. */
export function useUnsaved(isUnsaved: boolean): void {
  useEffect(() => {
    if (!isUnsaved) return undefined
    const own = Symbol()
    unsaved.add(own)
    addEventListener('beforeunload', warn)
    return () => {
      unsaved.delete(own)
      if (unsaved.size === 0) removeEventListener('beforeunload', warn)
    }
  }, [isUnsaved])
}

/** The browser asks before it closes or loads the page. */
function warn(event: BeforeUnloadEvent): void {
  event.preventDefault()
}

/** Goes at once where nothing would be lost, and else once the person says so. */
export function leaveBy(go: () => void): void {
  if (isAnythingUnsaved()) asks(go)
  else go()
}

/** Who asks the person. */
export function askBeforeLeaving(ask: (go: () => void) => void): void {
  asks = ask
}

let here = location.href
/** The person said so: the next step back is taken. */
let isAllowed = false

/** The address whose page is shown. */
export function stayAt(address: string): void {
  here = address
}

// The pages hear of it after this, which was there first, and stay as they are until the person has answered.
addEventListener('popstate', (event) => {
  const passes = isAllowed
  isAllowed = false
  if (passes || !isAnythingUnsaved() || location.pathname === new URL(here).pathname) return
  event.stopImmediatePropagation()
  history.pushState(history.state, '', here)
  leaveBy(() => {
    isAllowed = true
    history.back()
  })
})
