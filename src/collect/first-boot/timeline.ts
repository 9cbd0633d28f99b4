/** The timeline of a first boot: the newest events of each event log, shortened and without people's names. */
import type { EventLevel, EventValue, LogEvent } from '../event-log/log-event.ts'
import { timelineLimits } from '../limits.ts'
import { meaningOf } from './known-events.ts'
import { withoutPeople } from './without-people.ts'

/** One event of an event log, without users and computers. */
export type TimelineEvent = {
  /** ISO 8601, UTC; null if the log has no valid one. */
  readonly time: string | null
  readonly id: number
  readonly level: EventLevel | null
  /** Null: unknown. */
  readonly meaning: string | null
  readonly provider: string
  readonly channel: string
  readonly data: readonly EventValue[]
  /** The log it comes from. */
  readonly source: string
}

export class Timeline {
  #newest: TimelineEvent[] = []
  /** Events since the last `take`. */
  #noted = 0
  #taken = 0

  note(source: string, event: LogEvent): void {
    this.#noted++
    this.#newest.push(keptEvent(source, event))
    if (this.#newest.length > 2 * timelineLimits.perLog)
      this.#newest = this.#newest.slice(-timelineLimits.perLog)
  }

  /** The newest events noted since the last call, oldest first, and how many were left out. */
  take(): { readonly events: readonly TimelineEvent[]; readonly left: number } {
    const room = Math.min(timelineLimits.perLog, timelineLimits.events - this.#taken)
    const events = room > 0 ? this.#newest.slice(-room).map(shownEvent) : []
    const left = this.#noted - events.length
    this.#taken += events.length
    this.#newest = []
    this.#noted = 0
    return { events, left }
  }
}

/** Shortened, because it is kept until it is decided whether to show it. */
function keptEvent(source: string, event: LogEvent): TimelineEvent {
  let left: number = timelineLimits.characters
  const data: EventValue[] = []
  for (const { name, value } of event.data) {
    if (left <= 0) break
    const kept = { name: cut(name, 100), value: cut(value, left) }
    data.push(kept)
    left -= kept.name.length + kept.value.length + 1
  }
  return {
    time: event.time && cut(event.time, 40),
    id: event.id,
    level: event.level,
    meaning: meaningOf(event),
    provider: cut(event.provider, 200),
    channel: cut(event.channel, 200),
    data,
    source,
  }
}

function shownEvent(event: TimelineEvent): TimelineEvent {
  const data = event.data.map(({ name, value }) => ({ name, value: withoutPeople(value) }))
  return { ...event, data }
}

/** Copied, because a substring in JavaScript keeps the whole string in memory. */
function cut(text: string, max: number): string {
  return `-${text.slice(0, max)}`.slice(1)
}
