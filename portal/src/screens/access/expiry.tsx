/** Until when a credential is good. */
import type { ReactNode } from 'react'
import { dayOf } from '../../look/time.tsx'
import { access } from '../../texts/access-texts.ts'

const words = access.applications

/** Expiry is announced this long in advance. ms */
const soon = 14 * 86_400_000

export function Expiry({ at }: { at: string | null }): ReactNode {
  if (at === null) return <span className="quiet">{words.noEnd}</span>
  const left = new Date(at).getTime() - Date.now()
  if (left >= soon) return <span className="quiet">{words.expires(dayOf(at))}</span>
  return (
    <span className="ends-soon">
      {left <= 0
        ? words.expired(dayOf(at))
        : words.expiresSoon(dayOf(at), Math.ceil(left / 86_400_000))}
    </span>
  )
}
