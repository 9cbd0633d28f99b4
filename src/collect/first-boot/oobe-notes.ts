/**
 * What happened at the first boot, assembled from the traces in a diagnostics archive: registry
 * values, the downloaded profile, events. A null is "not in this archive".
 *
 * Sources: registry values and events as documented by Microsoft; the file of the downloaded profile and
 * `PolicyJsonCache` as observed by others; the meaning of `UserOOBE` from the page on adding devices.
 */
import { type OobeEvent, OobeEvents } from './oobe-events.ts'
import type { TimelineEvent } from './timeline.ts'

export type OobeState = OobeFacts & {
  /** Events of the event logs, oldest first. */
  readonly timeline: readonly TimelineEvent[]
}

export type OobeFacts = {
  /** The archive or file it comes from. */
  readonly source: string
  /**
   * `blank`: the service returned no profile, and the device keeps that response until OOBE restarts.
   * `offline`: an administrator's file for existing devices, without a response of the service.
   */
  readonly profile: 'downloaded' | 'blank' | 'offline' | null
  readonly profileName: string | null
  readonly tenantDomain: string | null
  readonly tenantId: string | null
  readonly deviceName: string | null
  readonly autopilotDisabled: boolean | null
  readonly tenantMatched: boolean | null
  /** How often OOBE restarted; from 2 on it may be in recovery, where it does not run Autopilot. */
  readonly oobeRestarts: number | null
  readonly mayBeRecovering: boolean | null
  /** How often the profile download was retried, as far as event logs go back. */
  readonly profileRetries: number | null
  /** Errors with which the device was refused. */
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

  /** Notes one value of the Autopilot registry keys or the profile file; the first non-empty one is kept. */
  value(name: string, value: string): void {
    const key = name.toLowerCase()
    if (!this.#values.get(key)) this.#values.set(key, value)
  }

  /** The profile file for existing devices; its comment has the name (observed: "Profile …"). */
  offlineProfile(fields: Readonly<Record<string, unknown>>): void {
    const before = this.#profileSeen
    this.profile(fields)
    this.#profileSeen = before ?? 'offline'
    const comment = fields['Comment_File']
    if (typeof comment === 'string')
      this.value('DeploymentProfileName', comment.replace(/^Profile\s+/i, ''))
  }

  /** There was a profile document: with a tenant it was downloaded, without one the response was blank. */
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
