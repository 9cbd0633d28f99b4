/**
 * Until when somebody who reports a broken device has an answer: the end of the next business day where they are.
 * Business days are those of the organization's calendar; the day on which it was reported does not count.
 */
export type BusinessCalendar = {
  /** 1 = Monday … 7 = Sunday; at least one. */
  readonly workDays: readonly number[]
  /** Dates, such as `2026-12-25`. */
  readonly holidays: readonly string[]
}

export const defaultCalendar: BusinessCalendar = { workDays: [1, 2, 3, 4, 5], holidays: [] }

/** No calendar has a year without a business day; one that has is taken as if it had no holidays. */
const maxDays = 370

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return /^[A-Za-z]/.test(name)
  } catch {
    return false
  }
}

/** The last second of the next business day after `from` in that zone. */
export function endOfNextBusinessDay(
  from: Date,
  timeZone: string,
  { workDays, holidays }: BusinessCalendar = defaultCalendar,
): Date {
  const dateIn = dateOf(timeZone)
  const closed = new Set(holidays)
  const first = dateIn(from)
  for (const isHoliday of [(day: string) => closed.has(day), () => false])
    for (let days = 1; days <= maxDays; days++) {
      const day = dayAfter(first, days)
      if (!workDays.includes(weekdayOf(day)) || isHoliday(day)) continue
      const end = lastSecondOf(day, dateIn)
      if (end !== undefined) return end
    }
  throw new Error('a calendar has no work days')
}

type DateIn = (at: Date) => string

function dateOf(timeZone: string): DateIn {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  })
  return (at) => {
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]))
    return `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`
  }
}

const quarter = 15 * 60_000
/** Zones are at most 14 hours ahead of UTC and 12 behind it, and a day has at most 25 hours. */
const latestEnd = 38 * 3_600_000

/**
 * Looked for from behind, in steps by which zones differ, so that a day of 23 or 25 hours ends when it ends there.
 * Undefined: the day does not exist in the zone, which jumped over it.
 */
function lastSecondOf(day: string, dateIn: DateIn): Date | undefined {
  const start = Date.parse(`${day}T00:00:00Z`)
  for (let end = start + latestEnd; end > start - latestEnd; end -= quarter) {
    const last = new Date(end - 1_000)
    if (dateIn(last) === day) return last
  }
  return undefined
}

function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

function weekdayOf(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7
}
