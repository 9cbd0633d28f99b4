/**
 * What the first start of Windows saw, put together from the pieces a diagnostics archive has of it: registry
 * values, the downloaded profile, events. A null is "not in this archive".
 *
 * Sources: registry values and events as Microsoft documents them; the file of the downloaded profile and
 * `PolicyJsonCache` as observed by others; the meaning of `UserOOBE` from the page on adding devices.
 */
import { type OobeEvent, OobeEvents } from './oobe-events.ts'
import type { TimelineEvent } from './timeline.ts'

export type OobeState = OobeFacts & {
  /** Events of the event logs, oldest first. */
  readonly timeline: readonly TimelineEvent[]
}

export type OobeFacts = {
  /** The archive or file it is from. */
  readonly source: string
  /**
   * `blank`: the service answered without a profile, and the device keeps that answer until OOBE restarts.
   * `offline`: the file of an administrator for existing devices, which no service has answered.
   */
  readonly profile: 'downloaded' | 'blank' | 'offline' | null
  readonly profileName: string | null
  readonly tenantDomain: string | null
  readonly tenantId: string | null
  readonly deviceName: string | null
  readonly autopilotDisabled: boolean | null
  readonly tenantMatched: boolean | null
  /** How often OOBE started over; from 2 on it may be in recovery, where it does not run Autopilot. */
  readonly oobeRestarts: number | null
  readonly mayBeRecovering: boolean | null
  /** How often the download of the profile was tried again, as far as event logs go back. */
  readonly profileRetries: number | null
  /** Errors by which the device was refused. */
  readonly events: readonly OobeEvent[]
}

export class OobeNotes {
  readonly events = new OobeEvents()
  readonly #source: string
  readonly #values = new Map<string, string>()
  #profileSeen: 'downloaded' | 'blank' | 'offline' | null = null

  constructor(source: string) {
    this.#source = source
  }

  /** Notes one value of the Autopilot registry keys or of the profile file; the first non-empty one stays. */
  value(name: string, value: string): void {
    const key = name.toLowerCase()
    if (!this.#values.get(key)) this.#values.set(key, value)
  }

  /** The file that gives existing devices their profile; its comment has the name (observed: "Profile …"). */
  offlineProfile(fields: Readonly<Record<string, unknown>>): void {
    const before = this.#profileSeen
    this.profile(fields)
    this.#profileSeen = before ?? 'offline'
    const comment = fields['Comment_File']
    if (typeof comment === 'string')
      this.value('DeploymentProfileName', comment.replace(/^Profile\s+/i, ''))
  }

  /** A profile document was there: with a tenant it was downloaded, without one the answer was blank. */
  profile(fields: Readonly<Record<string, unknown>>): void {
    for (const [name, value] of Object.entries(fields)) {
      if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
        this.value(name, String(value))
    }
    const filled = Boolean(fields['CloudAssignedTenantId'] ?? fields['CloudAssignedTenantDomain'])
    if (this.#profileSeen !== 'downloaded') this.#profileSeen = filled ? 'downloaded' : 'blank'
  }

  /** Undefined when nothing about OOBE was found. */
  facts(): OobeFacts | undefined {
    if (this.#values.size === 0 && this.events.isEmpty && this.#profileSeen === null)
      return undefined
    const restarts = this.#number('useroobe')
    return {
      source: this.#source,
      profile: this.#profileSeen ?? this.#profileByRegistry() ?? this.events.profile,
      profileName: this.#text('deploymentprofilename'),
      tenantDomain: this.#text('cloudassignedtenantdomain'),
      tenantId: this.#text('cloudassignedtenantid'),
      deviceName: this.#text('cloudassigneddevicename'),
      autopilotDisabled: this.#flag('isautopilotdisabled'),
      tenantMatched: this.#flag('tenantmatched'),
      oobeRestarts: restarts,
      mayBeRecovering: restarts === null ? null : restarts > 1,
      profileRetries: this.events.retries || null,
      events: this.events.errors,
    }
  }

  #profileByRegistry(): 'downloaded' | 'blank' | null {
    if (this.#text('cloudassignedtenantid') !== null) return 'downloaded'
    return this.#flag('profileavailable') === false || this.#values.has('isautopilotdisabled')
      ? 'blank'
      : null
  }

  #text(key: string): string | null {
    return this.#values.get(key) || null
  }

  #number(key: string): number | null {
    const text = this.#text(key)
    return text === null || !/^\d+$/.test(text) ? null : Number(text)
  }

  #flag(key: string): boolean | null {
    const text = this.#text(key)?.toLowerCase() ?? null
    return text === null ? null : text !== '0' && text !== 'false'
  }
}
