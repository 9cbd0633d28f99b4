/** What events say about the first boot, from event logs and from logs exported as text. */
import { deviceErrors } from 'taxiway-autopilot'
import type { LogEvent } from '../event-log/log-event.ts'
import { errorMeanings, isOfAutopilot, isReported } from './known-events.ts'
import { Timeline } from './timeline.ts'

/** An error with which a device was refused. */
export type OobeEvent = {
  readonly id: number
  readonly meaning: string
  /** When it was last logged, ISO 8601 in UTC; null if only an exported text mentions it. */
  readonly time: string | null
}

/** Names that identify an error; a name shared by two errors does not. */
const names: ReadonlyMap<string, number> = new Map(
  deviceErrors.flatMap(({ names: own, code }) =>
    own.filter((name) => errorsNamed(name).length === 1).map((name) => [name, code] as const),
  ),
)
const codes = deviceErrors.map(({ code }) => code).join('|')
/** In XML, lists and JSON; tables have titles and their own reader. */
const beforeId = `<EventID[^>]*>|\\b(?:Event ?|Ereignis-?)?ID["']?\\s*[:=,]\\s*["']?|Event ?ID\\s+`
const eventIds = new RegExp(`(?:${beforeId})(${codes})\\b`, 'gi')

function errorsNamed(name: string) {
  return deviceErrors.filter(({ names: own }) => own.includes(name))
}

const profileEvents: ReadonlyMap<number, 'downloaded' | 'blank'> = new Map([
  [701, 'blank'],
  [702, 'downloaded'],
  [703, 'downloaded'],
  [704, 'blank'],
])
const downloaded = 161
const retried = 193

export class OobeEvents {
  readonly timeline = new Timeline()
  readonly #errors = new Map<number, string | null>()
  #isEmpty = true
  #hasDownloaded = false
  #retries = 0
  /** The last logged response of the service, and when. */
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

  /** The last response decides; a successful download says less and counts only without a response. */
  get profile(): 'downloaded' | 'blank' | null {
    return this.#answer?.profile ?? (this.#hasDownloaded ? 'downloaded' : null)
  }

  /** How often the profile download was retried. */
  get retries(): number {
    return this.#retries
  }

  /** Looks for refusals in a piece of a log exported as text or XML. */
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

  /** Notes the number of an event from an exported table. */
  exported(id: number): void {
    if (errorMeanings.has(id)) this.#error(id, null)
    if (id === downloaded && !this.#hasDownloaded) {
      this.#hasDownloaded = true
      this.#isEmpty = false
    }
  }

  /** Notes an event of the log `source`, if it is relevant here. */
  logged(source: string, event: LogEvent): void {
    if (!isReported(event)) return
    this.#isEmpty = false
    if (isOfAutopilot(event)) this.#autopilot(event)
    this.timeline.note(source, event)
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
