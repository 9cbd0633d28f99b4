/** Times as people read them; the exact one stands in the title. */
import type { ReactNode } from 'react'
import { texts } from '../texts/texts.ts'

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' })
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })
const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' })

const units = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const

/** Year 1 is how Graph says never. */
export function isNever(time: string | null | undefined): boolean {
  return time === null || time === undefined || time === '' || time.startsWith('0001-')
}

export function relativeTime(time: string | number, now = Date.now()): string {
  const seconds = (new Date(time).getTime() - now) / 1000
  const unit = units.find(([, size]) => Math.abs(seconds) >= size)
  if (unit === undefined) return texts.ages.now
  return relative.format(Math.trunc(seconds / unit[1]), unit[0])
}

export function exactTime(time: string): string {
  const at = new Date(time)
  return `${exact.format(at)} · ${at.toISOString().slice(0, 19).replace('T', ' ')} ${texts.ages.utc}`
}

export function dayOf(time: string): string {
  return day.format(new Date(time))
}

export function clockTime(time: string | number): string {
  return clock.format(new Date(time))
}

/** Minutes and seconds, such as `9:12`. */
export function countdown(seconds: number): string {
  const left = Math.max(0, Math.ceil(seconds))
  return `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`
}

export function Time({
  at,
  asDay = false,
}: {
  at: string | null | undefined
  asDay?: boolean
}): ReactNode {
  if (isNever(at)) return <span className="quiet">{texts.common.never}</span>
  const time = at as string
  return (
    <time dateTime={time} title={exactTime(time)}>
      {asDay ? dayOf(time) : relativeTime(time)}
    </time>
  )
}
