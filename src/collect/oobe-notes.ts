/**
 * What the first start of Windows saw, put together from the pieces a diagnostics archive has of it: registry
 * values, the downloaded profile, event texts. A null is "not in this archive".
 *
 * Sources: registry values and events as Microsoft documents them; the file of the downloaded profile and
 * `PolicyJsonCache` as observed by others; the meaning of `UserOOBE` from the page on adding devices.
 */
type OobeEvent = { readonly id: number; readonly meaning: string }

export type OobeState = {
  /** The archive or file it is from. */
  readonly source: string
  /** `blank`: the service answered without a profile, and the device keeps that answer until OOBE restarts. */
  readonly profile: 'downloaded' | 'blank' | null
  readonly profileName: string | null
  readonly tenantDomain: string | null
  readonly tenantId: string | null
  readonly deviceName: string | null
  readonly autopilotDisabled: boolean | null
  readonly tenantMatched: boolean | null
  /** How often OOBE started over; from 2 on it may be in recovery, where it does not run Autopilot. */
  readonly oobeRestarts: number | null
  readonly mayBeRecovering: boolean | null
  readonly events: readonly OobeEvent[]
}

const meanings: ReadonlyMap<number, string> = new Map([
  [807, 'ZtdDeviceIsNotRegistered: the service does not know this device; import its hash.'],
  [809, 'ZtdDeviceHasNoAssignedProfile: the assigned profile was deleted; assign another.'],
  [815, 'ZtdDeviceHasNoAssignedProfile: no profile is assigned and there is no default one.'],
  [
    908,
    'SerialNumberMismatch or ProductKeyIdMismatch: the hardware is not what was registered; register it anew.',
  ],
])

const names: ReadonlyMap<string, number> = new Map([
  ['ZtdDeviceIsNotRegistered', 807],
  ['SerialNumberMismatch', 908],
  ['ProductKeyIdMismatch', 908],
])

const eventIds = /(?:<EventID[^>]*>|Event ?ID["']?\s*[:=,]?\s*)(807|809|815|908)\b/gi

export class OobeNotes {
  readonly #source: string
  readonly #values = new Map<string, string>()
  readonly #events = new Set<number>()
  #profileSeen: 'downloaded' | 'blank' | null = null

  constructor(source: string) {
    this.#source = source
  }

  /** Notes one value of the Autopilot registry keys or of the profile file; the first non-empty one stays. */
  value(name: string, value: string): void {
    const key = name.toLowerCase()
    if (!this.#values.get(key)) this.#values.set(key, value)
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

  /** Looks for the known error events in a piece of an event log that was exported as text or XML. */
  events(text: string): void {
    if (
      !/ModernDeployment-Diagnostics-Provider|Ztd[A-Z]\w+|AutopilotManager|ProductKeyIdMismatch/.test(
        text,
      )
    )
      return
    for (const match of text.matchAll(eventIds)) this.#events.add(Number(match[1]))
    for (const [name, id] of names) if (text.includes(name)) this.#events.add(id)
  }

  /** Undefined when nothing about OOBE was found. */
  state(): OobeState | undefined {
    if (this.#values.size === 0 && this.#events.size === 0 && this.#profileSeen === null)
      return undefined
    const restarts = this.#number('useroobe')
    return {
      source: this.#source,
      profile: this.#profileSeen ?? this.#profileByRegistry(),
      profileName: this.#text('deploymentprofilename'),
      tenantDomain: this.#text('cloudassignedtenantdomain'),
      tenantId: this.#text('cloudassignedtenantid'),
      deviceName: this.#text('cloudassigneddevicename'),
      autopilotDisabled: this.#flag('isautopilotdisabled'),
      tenantMatched: this.#flag('tenantmatched'),
      oobeRestarts: restarts,
      mayBeRecovering: restarts === null ? null : restarts > 1,
      events: [...this.#events]
        .toSorted((a, b) => a - b)
        .map((id) => ({ id, meaning: meanings.get(id) ?? '' })),
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
