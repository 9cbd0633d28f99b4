/** Plays the steps of a scenario on a simulated device. */
import { type DeviceState, type HappeningName, happen, type SimulatedDevice } from 'taxiway-device'

export type Played = {
  readonly step: string
  readonly state: DeviceState
  /** Numbers of the events that Windows logged in this step, in their order. */
  readonly events: readonly number[]
  readonly failure: string | null
}

export async function play(
  device: SimulatedDevice,
  steps: readonly string[],
): Promise<readonly Played[]> {
  const played: Played[] = []
  for (const step of steps) {
    const before = device.events.length
    const state = await once(device, step)
    const events = device.events.slice(before).map(({ id }) => id)
    played.push({ step, state, events, failure: device.failure })
  }
  return played
}

async function once(device: SimulatedDevice, step: string): Promise<DeviceState> {
  const [name = '', value] = step.split('=')
  if (name === 'signIn') return await device.signIn(value ?? ownAccount(device))
  if (name === 'boot') return await device.boot()
  await happen(device, name as HappeningName)
  return device.state
}

/** Somebody of the organization that the profile names. */
function ownAccount({ kept }: SimulatedDevice): string {
  return `ada@${String(kept.profile?.['CloudAssignedTenantDomain'] ?? '')}`
}
