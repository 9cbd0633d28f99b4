/** What events tell about the first start of Windows: out of event logs, and out of logs exported as text. */
import type { EventLevel, EventValue, LogEvent } from './event-log/log-event.ts'
import { errorMeanings, isOfAutopilot, isTold, meaningOf } from './known-events.ts'
import { timelineLimits } from './limits.ts'
import { withoutPeople } from './without-people.ts'

/** An error by which a device was refused. */
export type OobeEvent = {
  readonly id: number
  readonly meaning: string
  /** When it was logged last, ISO 8601 in UTC; null when only an exported text tells of it. */
  readonly time: string | null
}

/** One event of an event log. Who used which computer is left out. */
export type TimelineEvent = {
  readonly time: string | null
  readonly id: number
  readonly level: EventLevel | null
  readonly meaning: string | null
  readonly provider: string
  readonly channel: string
  readonly data: readonly EventValue[]
  /** The log it is from. */
  readonly source: string
}

const names: ReadonlyMap<string, number> = new Map([
  ['ZtdDeviceIsNotRegistered', 807],
  ['SerialNumberMismatch', 908],
  ['ProductKeyIdMismatch', 908],
])
const eventIds = /(?:<EventID[^>]*>|Event ?ID["']?\s*[:=,]?\s*)(807|809|815|908)\b/gi
const profileEvents: ReadonlyMap<number, 'downloaded' | 'blank'> = new Map([
  [701, 'blank'],
  [702, 'downloaded'],
  [703, 'downloaded'],
  [704, 'blank'],
])
const downloaded = 161
const retried = 193

export class OobeEvents {
  readonly #errors = new Map<number, string | null>()
  #newest: TimelineEvent[] = []
  /** Events since the last `take`. */
  #noted = 0
  #told = 0
  #isEmpty = true
  #hasDownloaded = false
  #retries = 0
  /** The answer of the service that was logged last, and when. */
  #answer: { readonly profile: 'downloaded' | 'blank'; readonly time: string } | undefined

  get isEmpty(): boolean {
    return this.#isEmpty
  }

  /** Refusals, by number. */
  get errors(): readonly OobeEvent[] {
    return [...this.#errors]
      .toSorted(([a], [b]) => a - b)
      .map(([id, time]) => ({ id, meaning: errorMeanings.get(id) ?? '', time }))
  }

  /** The last answer decides; that a download succeeded says less, and counts only without one. */
  get profile(): 'downloaded' | 'blank' | null {
    return this.#answer?.profile ?? (this.#hasDownloaded ? 'downloaded' : null)
  }

  /** How often the download of the profile was tried again. */
  get retries(): number {
    return this.#retries
  }

  /** Looks for refusals in a piece of a log that was exported as text or XML. */
  text(text: string): void {
    if (
      !/ModernDeployment-Diagnostics-Provider|Ztd[A-Z]\w+|AutopilotManager|ProductKeyIdMismatch/.test(
        text,
      )
    )
      return
    for (const match of text.matchAll(eventIds)) this.#error(Number(match[1]), null)
    for (const id of namedIn(text)) this.#error(id, null)
  }

  /** Notes an event of the log `source`, if it is one that tells something. */
  logged(source: string, event: LogEvent): void {
    if (!isTold(event)) return
    this.#isEmpty = false
    if (isOfAutopilot(event)) this.#autopilot(event)
    this.#noted++
    this.#newest.push(keptEvent(source, event))
    if (this.#newest.length > 2 * timelineLimits.perLog)
      this.#newest = this.#newest.slice(-timelineLimits.perLog)
  }

  /** The newest events noted since the last call, oldest first, and how many were left out. */
  take(): { readonly events: readonly TimelineEvent[]; readonly left: number } {
    const room = Math.min(timelineLimits.perLog, timelineLimits.events - this.#told)
    const events = room > 0 ? this.#newest.slice(-room).map(toldEvent) : []
    const left = this.#noted - events.length
    this.#told += events.length
    this.#newest = []
    this.#noted = 0
    return { events, left }
  }

  #autopilot({ id, time, data }: LogEvent): void {
    if (errorMeanings.has(id)) this.#error(id, time)
    for (const named of data.flatMap(({ value }) => namedIn(value))) this.#error(named, time)
    if (id === downloaded) this.#hasDownloaded = true
    if (id === retried) this.#retries++
    const profile = profileEvents.get(id)
    if (profile !== undefined && (time ?? '') >= (this.#answer?.time ?? ''))
      this.#answer = { profile, time: time ?? '' }
  }

  #error(id: number, time: string | null): void {
    this.#isEmpty = false
    const before = this.#errors.get(id) ?? null
    this.#errors.set(id, (time ?? '') > (before ?? '') ? time : before)
  }
}

function namedIn(text: string): number[] {
  return [...names].flatMap(([name, id]) => (text.includes(name) ? [id] : []))
}

/** Shortened, as it is kept until it is known whether it is told. */
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

function toldEvent(event: TimelineEvent): TimelineEvent {
  const data = event.data.map(({ name, value }) => ({ name, value: withoutPeople(value) }))
  return { ...event, data }
}

/** Begun anew behind a letter: the start of a text, as JavaScript has it, keeps the whole in memory. */
function cut(text: string, most: number): string {
  return `-${text.slice(0, most)}`.slice(1)
}
