/** From the profile to the desktop: join, enroll, enrollment status page. Progress is reported as it is made. */
import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { enroll, managementDeviceId } from '../enrollment/enroll.ts'
import { reportStages, type StageReport } from '../service/deployment-client.ts'
import type { Problem, Service } from '../service/service.ts'
import type { DeviceClock } from './clock.ts'
import type { Note } from './contact.ts'
import type { Hardware } from './hardware.ts'
import { Management } from './management.ts'
import { isSelfDeploying, type Kept } from './state.ts'

export type SetupSetting = {
  readonly service: Service
  readonly clock: DeviceClock
  readonly note: Note
  readonly osVersion: string
  readonly hardware: Hardware
  /** Makes the key for management; absent = an ordinary one, which takes a while. */
  readonly managementKey?: () => KeyObject
}

/** How long each part takes, in seconds of the device's own time. */
const took = { joining: 40, enrolling: 30, preparing: 60, deviceSetup: 600, accountSetup: 300 }

/** Answers the HRESULT of a failure; undefined = the desktop is reached. */
export async function setUp(setting: SetupSetting, kept: Kept): Promise<string | undefined> {
  const { clock, note } = setting
  if (kept.profile?.['AadDeviceId'] === undefined) return await failed(setting, kept, '0x801C03F3')
  await report(setting, kept, [{ stage: 'joining' }])
  clock.pass(took.joining)
  kept.isJoined = true
  const refusal = await enrolled(setting, kept)
  if (refusal !== undefined) {
    note(302, { hresult: refusal })
    return await failed(setting, kept, refusal)
  }
  note(303)
  kept.isEnrolled = true
  const late = await statusPage(setting, kept)
  return late === undefined ? undefined : await failed(setting, kept, late)
}

async function enrolled(setting: SetupSetting, kept: Kept): Promise<string | undefined> {
  const { answer } = kept
  if (answer?.blocked !== undefined) return answer.blocked
  const problem = await report(setting, kept, [{ stage: 'enrolling' }])
  if (problem?.hresult !== undefined) return problem.hresult
  setting.clock.pass(took.enrolling)
  const refusal = await enrolledAsOffered(setting, kept)
  if (refusal !== undefined) return refusal
  return (await report(setting, kept, [{ stage: 'enrolled' }]))?.hresult
}

/** In device management, of which the device knows only the discovery service. No offer: nobody manages it. */
async function enrolledAsOffered(
  { service, clock, hardware, osVersion, managementKey = ordinaryKey }: SetupSetting,
  kept: Kept,
): Promise<string | undefined> {
  const { answer, profile } = kept
  const { serialNumber } = hardware
  if (answer?.enrollment === undefined) return undefined
  const { discoveryUrl, token } = answer.enrollment
  const name = String(profile?.['CloudAssignedDeviceName'] ?? '')
  const result = await enroll({
    discoveryUrl,
    token: { value: token, type: 'own' },
    registrationId: answer.registrationId,
    machine: {
      deviceId: managementDeviceId(serialNumber, answer.registrationId),
      privateKey: managementKey(),
      deviceName: name === '' ? `DESKTOP-${serialNumber.slice(0, 7)}` : name,
      osVersion,
    },
    ask: service.ask,
  })
  if (!result.ok) return result.hresult
  kept.enrollment = result.enrolled
  const { ask } = service
  kept.management = new Management({ ask, clock, hardware, osVersion }, result.enrolled)
  return undefined
}

function ordinaryKey(): KeyObject {
  return generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey
}

/** An HRESULT where the service does not finish in time. */
async function statusPage(setting: SetupSetting, kept: Kept): Promise<string | undefined> {
  const { clock } = setting
  const { management } = kept
  // Where the first session is refused, nobody manages the device, and nothing is waited for.
  const isManaged = (await management?.bootstrap())?.kind === 'done'
  await report(setting, kept, [{ stage: 'devicePreparation' }])
  clock.pass(took.preparing)
  await report(setting, kept, [{ stage: 'deviceSetup' }])
  clock.pass(took.deviceSetup)
  const late = isManaged ? await management?.waitForService() : undefined
  if (late !== undefined) return late
  if (kept.profile !== null && !isSelfDeploying(kept.profile)) {
    await report(setting, kept, [{ stage: 'accountSetup' }])
    if (isManaged) await management?.checkIn('user')
    clock.pass(took.accountSetup)
  }
  if (isManaged) await management?.finish()
  await report(setting, kept, [{ stage: 'deployed' }])
  return undefined
}

async function failed(setting: SetupSetting, kept: Kept, hresult: string): Promise<string> {
  await report(setting, kept, [{ stage: 'failed', code: hresult }])
  return hresult
}

async function report(
  { service, osVersion }: SetupSetting,
  { answer }: Kept,
  events: readonly StageReport[],
): Promise<Problem | undefined> {
  const token = answer?.session?.token
  return token === undefined ? undefined : await reportStages(service, token, { osVersion, events })
}
