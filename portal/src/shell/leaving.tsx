/**
 * Asks before a person leaves what is not saved, by a link, a key, or the browser's own Back and Forward. What the
 * portal does by itself once an act is done passes.
 */
import { type ReactNode, useEffect, useState } from 'react'
import { useLocation, useSearch } from 'wouter'
import {
  askBeforeLeaving,
  isAnythingUnsaved,
  leaveBy,
  type Question,
  stayAt,
} from '../act/unsaved.ts'
import { Confirm } from '../look/confirm.tsx'
import { texts } from '../texts/texts.ts'

const { common } = texts

const discarding: Question = {
  title: common.discardTitle,
  text: common.discardText,
  act: common.discard,
  leave: common.keepEditing,
}

export function Leaving(): ReactNode {
  const [asked, setAsked] = useState<{ readonly go: () => void; readonly question: Question }>()
  const [, navigate] = useLocation()
  useSearch()
  // Drawn anew with every address: the one that is shown.
  useEffect(() => stayAt(location.href))
  useEffect(() => askBeforeLeaving((go, question = discarding) => setAsked({ go, question })), [])
  useEffect(() => {
    const click = (event: MouseEvent) => {
      const target = placeOf(event)
      if (target === undefined || !isAnythingUnsaved()) return
      event.preventDefault()
      event.stopImmediatePropagation()
      leaveBy(() => navigate(target))
    }
    document.addEventListener('click', click, true)
    return () => document.removeEventListener('click', click, true)
  }, [navigate])

  if (asked === undefined) return null
  const { go, question } = asked
  return (
    <Confirm
      {...question}
      text={<p>{question.text}</p>}
      onClose={() => setAsked(undefined)}
      onConfirm={go}
    />
  )
}

/** Another page of the portal to which the click leads in this window. */
function placeOf(event: MouseEvent): string | undefined {
  const { target, button, ctrlKey, metaKey, shiftKey, altKey } = event
  if (button !== 0 || ctrlKey || metaKey || shiftKey || altKey) return undefined
  const link = target instanceof Element ? target.closest<HTMLAnchorElement>('a[href]') : null
  if (link === null || link.target !== '' || link.origin !== location.origin) return undefined
  if (link.hasAttribute('download') || link.pathname === location.pathname) return undefined
  return link.pathname + link.search
}
