/** A device under management: its sessions, and the setup that the enrollment status page waits for. */
import type { Enrolled } from '../enrollment/provisioning.ts'
import { type CheckIn, checkIn } from '../management/check-in.ts'
import { NodeStore } from '../management/node-store.ts'
import type { ClientAlert } from '../management/write-message.ts'
import type { Ask } from '../service/service.ts'
import type { DeviceClock } from './clock.ts'
import type { Hardware } from './hardware.ts'

export type ManagementSetting = {
  readonly ask: Ask
  readonly clock: DeviceClock
  readonly hardware: Pick<Hardware, 'serialNumber' | 'manufacturer' | 'model' | 'hashAt'>
  /** Nodes beside those that every device has, and their values. */
  readonly nodes?: Readonly<Record<string, string>>
  readonly osVersion: string
  readonly proof?: 'signature' | 'certificate'
  /** The time of signatures; absent: the real time, since the device's own clock is the simulation's. */
  readonly now?: () => Date
}

export type ManagedEnrollment = Pick<
  Enrolled,
  'deviceId' | 'certificate' | 'privateKey' | 'address' | 'providerId' | 'entDmId'
>

/** When the wait for the status page runs out. [documented: the page's error] */
const timedOut = '0x800705B4'
/** Seconds. */
const betweenSyncs = 300

const types = {
  login: 'com.microsoft/MDM/LoginStatus',
  bootstrap: 'com.microsoft/MDM/BootstrapSync',
  leaving: 'com.microsoft:mdm.unenrollment.userrequest',
}

export class Management {
  readonly #setting: ManagementSetting
  readonly #enrolled: ManagedEnrollment
  readonly store: NodeStore
  /** What it was asked, in order; nodes may repeat. */
  readonly asked: string[] = []
  readonly #now: () => Date
  #sessions = 0
  #isOver = false

  constructor(setting: ManagementSetting, enrolled: ManagedEnrollment) {
    this.#setting = setting
    this.#enrolled = enrolled
    this.#now = setting.now ?? (() => new Date())
    const { hardware, clock, osVersion } = setting
    const { deviceId, entDmId: enrollmentId, providerId } = enrolled
    const { serialNumber, manufacturer, model } = hardware
    this.store = new NodeStore(
      {
        deviceId,
        enrollmentId,
        serialNumber,
        manufacturer,
        model,
        osVersion,
        hardwareHash: () => hardware.hashAt(clock.now()),
        more: setting.nodes ?? {},
      },
      providerId,
    )
  }

  /** Whether the device is enrolled no more. */
  get isOver(): boolean {
    return this.#isOver
  }

  /** A session by schedule. `login`: who sits in front of the device. */
  async checkIn(
    login: 'user' | 'none' = 'user',
    ...more: readonly ClientAlert[]
  ): Promise<CheckIn> {
    const { ask, clock, proof } = this.#setting
    this.#sessions += 1
    clock.pass(5)
    const result = await checkIn({
      identity: this.#enrolled,
      store: this.store,
      ask,
      now: this.#now,
      sessionId: this.#sessions.toString(16).toUpperCase().padStart(2, '0'),
      alerts: [{ code: '1224', type: types.login, data: login }, ...more],
      ...(proof && { proof }),
    })
    if (result.kind !== 'refused') this.asked.push(...result.asked)
    if (result.kind === 'unenrolled') await this.#leave()
    const { wipe } = this.store
    if (wipe === 'doWipe' || wipe === 'doWipeProtected') this.#isOver = true
    return result
  }

  /** Somebody disconnects the device in Settings. */
  async leave(): Promise<void> {
    await this.#leave()
  }

  /** The first session, right after the enrollment. */
  bootstrap(): Promise<CheckIn> {
    return this.checkIn('none', { code: '1224', type: types.bootstrap, data: 'device' })
  }

  /** Waits until the service has nothing more to set; an HRESULT where the page's time runs out. */
  async waitForService(): Promise<string | undefined> {
    const { clock } = this.#setting
    const { timeoutMinutes } = this.store.firstSync
    const until = clock.now().getTime() + timeoutMinutes * 60_000
    while (!this.store.firstSync.isFinished) {
      if (clock.now().getTime() >= until) {
        this.store.set('WasDeviceSuccessfullyProvisioned', '0')
        await this.checkIn('none')
        return timedOut
      }
      clock.pass(betweenSyncs)
      await this.checkIn('none')
    }
    return undefined
  }

  /** The page is gone, and its result is final. */
  async finish(): Promise<void> {
    this.store.set('IsSyncDone', 'true')
    this.store.set('WasDeviceSuccessfullyProvisioned', '1')
    this.store.setTracking('Setup/HasProvisioningCompleted', 'true')
    await this.checkIn('user')
  }

  /** Nothing that the page waited for came to an end. */
  async fail(): Promise<void> {
    this.store.set('WasDeviceSuccessfullyProvisioned', '0')
    await this.checkIn('none')
  }

  async #leave(): Promise<void> {
    if (this.#isOver) return
    this.#isOver = true
    const { ask } = this.#setting
    this.#sessions += 1
    await checkIn({
      identity: this.#enrolled,
      store: this.store,
      ask,
      now: this.#now,
      sessionId: this.#sessions.toString(16).toUpperCase().padStart(2, '0'),
      alerts: [{ code: '1226', type: types.leaving, data: '1' }],
    })
  }
}
