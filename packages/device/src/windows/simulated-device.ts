/**
 * A Windows device from the moment it is switched on: what OOBE does, what it keeps, and what happens to it
 * later in life. Deterministic: its time is its own, and whatever is drawn by chance is drawn from its hash.
 */
import type { KeyObject } from 'node:crypto'
import type { Prover } from '../prover/prover.ts'
import type { Service } from '../service/service.ts'
import { type DeviceClock, deviceClock } from './clock.ts'
import { contact } from './contact.ts'
import { Hardware } from './hardware.ts'
import { resetDevice } from './reset.ts'
import { setUp } from './setup.ts'
import {
  type DeviceState,
  isSelfDeploying,
  type Kept,
  nothingKept,
  type WindowsEvent,
} from './state.ts'

export type DeviceSetting = {
  readonly service: Service
  readonly hardwareHash: string
  /** Null: no TPM. */
  readonly prover: Prover | null
  /** Absent: a fixed moment. */
  readonly clock?: DeviceClock
  readonly osVersion?: string
  /** Makes the key for management; absent = an ordinary one, which takes a while. */
  readonly managementKey?: () => KeyObject
}

/** The moment at which devices of simulations are switched on unless somebody says another. */
const usualStart = new Date('2026-03-02T08:00:00Z')
/** After so many starts OOBE recovers instead of running Autopilot; the real number is not public, and five is assumed. */
const recoveryAfter = 5
const tpmTimeout = 1_200

export class SimulatedDevice {
  readonly hardware: Hardware
  readonly clock: DeviceClock
  readonly events: WindowsEvent[] = []
  readonly kept: Kept = nothingKept()
  /** Whether a network is plugged in. */
  isOnline = true
  /** What Windows shows when it failed: an HRESULT. */
  failure: string | null = null
  /** Whether the account that signed in last belongs to the profile's tenant; null = nobody has. */
  tenantMatched: boolean | null = null
  readonly #setting: DeviceSetting
  #state: DeviceState = 'off'

  constructor(setting: DeviceSetting) {
    this.#setting = setting
    this.clock = setting.clock ?? deviceClock(usualStart)
    this.hardware = new Hardware(setting.hardwareHash, setting.prover)
  }

  get state(): DeviceState {
    return this.#state
  }

  get serialNumber(): string {
    return this.hardware.serialNumber
  }

  /** Switched on, or restarted: runs until it needs a person. */
  async boot(): Promise<DeviceState> {
    this.clock.pass(30)
    this.failure = null
    if (this.kept.isEnrolled) {
      // Its schedule has a session at each sign-in.
      await this.kept.management?.checkIn('user')
      if ((await this.#obeyWipe()) === undefined) return this.#enter('desktop')
    }
    return await this.#oobe()
  }

  /** A person signs in with an account of Microsoft Entra. */
  async signIn(userPrincipalName: string): Promise<DeviceState> {
    if (this.#state !== 'sign-in') return this.#state
    const domain = String(this.kept.profile?.['CloudAssignedTenantDomain'] ?? '')
    this.tenantMatched = userPrincipalName.toLowerCase().endsWith(`@${domain.toLowerCase()}`)
    // The sign-in page refuses accounts of others and starts over. [documented]
    if (!this.tenantMatched) return this.#state
    return await this.#setUp()
  }

  note(id: number, data: Readonly<Record<string, string>> = {}): void {
    this.clock.pass(1)
    this.events.push({ id, at: this.clock.now(), data })
  }

  /** Undefined: nobody asked for it. What keeps its enrollment stays on the desktop. */
  async #obeyWipe(): Promise<'reset' | undefined> {
    const { store, isOver } = this.kept.management ?? {}
    if (store?.wipe == null) return undefined
    store.wipe = null
    if (isOver !== true) return undefined
    await resetDevice(this)
    return 'reset'
  }

  async #oobe(): Promise<DeviceState> {
    this.kept.oobeStarts += 1
    if (this.kept.oobeStarts > recoveryAfter) return this.#enter('recovery')
    if (!this.isOnline) {
      this.note(165)
      this.note(167)
      return this.#enter('waiting')
    }
    this.note(164)
    if (this.kept.profile !== null) {
      // Kept until the device is reset or generalised.
      this.note(163)
      return await this.#withProfile()
    }
    return await this.#contact()
  }

  async #contact(): Promise<DeviceState> {
    const { service } = this.#setting
    const { hardware, clock } = this
    const note = (id: number, data?: Readonly<Record<string, string>>) => this.note(id, data)
    const answer = await contact({ service, hardware, clock, note })
    if (answer.result === 'profile') {
      this.kept.profile = answer.profile
      this.kept.answer = answer
      this.kept.blank = null
      return await this.#withProfile()
    }
    if (answer.result === 'none') this.kept.blank = answer.blankProfile ?? {}
    return this.#enter('consumer')
  }

  async #withProfile(): Promise<DeviceState> {
    const { profile } = this.kept
    if (profile === null || !isSelfDeploying(profile)) return this.#enter('sign-in')
    if (this.hardware.prover === null) {
      // Without a TPM that can be attested the wait runs out. [documented: 0x800705B4]
      this.clock.pass(tpmTimeout)
      this.failure = '0x800705B4'
      return this.#enter('failed')
    }
    return await this.#setUp()
  }

  async #setUp(): Promise<DeviceState> {
    const { service, osVersion = '10.0.26100.1', managementKey } = this.#setting
    const note = (id: number, data?: Readonly<Record<string, string>>) => this.note(id, data)
    const setting = {
      service,
      clock: this.clock,
      note,
      osVersion,
      hardware: this.hardware,
      ...(managementKey && { managementKey }),
    }
    this.failure = (await setUp(setting, this.kept)) ?? null
    return this.#enter(this.failure === null ? 'desktop' : 'failed')
  }

  #enter(state: DeviceState): DeviceState {
    this.#state = state
    return state
  }
}
