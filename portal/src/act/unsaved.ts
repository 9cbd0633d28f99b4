/** What was typed or chosen and is not saved or sent yet: leaving it asks first, whichever way one leaves. */
import { useEffect } from 'react'
import { sharedSign } from '../shared-sign.ts'

/** What is lost by going to another page. */
const unsaved = new Set<symbol>()
/** What goes on behind the other pages, and is lost only with the window or the session. */
const underway = new Set<symbol>()
/** In any tab. */
const sign = sharedSign('tw.unsaved')

export type Question = {
  readonly title: string
  readonly text: string
  readonly act: string
  readonly leave: string
}

let asks: (go: () => void, question?: Question) => void = (go) => go()

export function isAnythingUnsaved(): boolean {
  return unsaved.size > 0
}

/** Of whatever shows it; for as long as it shows it. */
export function useUnsaved(isUnsaved: boolean): void {
  useEffect(() => (isUnsaved ? kept(unsaved) : undefined), [isUnsaved])
}

export async function whileUnderway<T>(work: () => Promise<T>): Promise<T> {
  const over = kept(underway)
  try {
    return await work()
  } finally {
    over()
  }
}

/** Gives a function that ends it. */
function kept(set: Set<symbol>): () => void {
  const own = Symbol()
  set.add(own)
  changed()
  return () => {
    set.delete(own)
    changed()
  }
}

function changed(): void {
  const isAny = unsaved.size + underway.size > 0
  sign.show(isAny)
  if (isAny) addEventListener('beforeunload', warn)
  else removeEventListener('beforeunload', warn)
}

/** The person has decided about it. */
export function forgetUnsaved(): void {
  unsaved.clear()
  underway.clear()
  changed()
}

/** The browser asks before it closes or loads the page. */
function warn(event: BeforeUnloadEvent): void {
  event.preventDefault()
}

/** Of something that ends the work of all tabs. */
export async function leaveAllBy(go: () => void, question: Question): Promise<void> {
  if (await sign.isSeen()) asks(go, question)
  else go()
}

/** Goes at once where nothing would be lost, and else once the person says so. */
export function leaveBy(go: () => void): void {
  if (isAnythingUnsaved()) asks(go)
  else go()
}

/** Who asks the person. */
export function askBeforeLeaving(ask: typeof asks): void {
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
