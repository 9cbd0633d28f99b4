import {
  type CollectedDevice,
  type CollectFault,
  collect,
  type OobeState,
} from '../../src/collect/collect.ts'
import { archiveLimits } from '../../src/collect/limits.ts'

type Collected = {
  readonly devices: readonly CollectedDevice[]
  readonly faults: readonly CollectFault[]
  readonly oobe: OobeState | undefined
}

/** These tests ask what comes out and not how soon, on a machine that may be busy. */
const limits = { ...archiveLimits, milliseconds: 60_000 }

/** Everything that `collect` gives of one file. */
export async function collected(bytes: Uint8Array, name = 'capture.zip'): Promise<Collected> {
  const devices: CollectedDevice[] = []
  const faults: CollectFault[] = []
  async function* open() {
    yield bytes
  }
  const oobe = await collect(
    { name, size: bytes.length, open },
    { onDevice: (device) => devices.push(device), onFault: (fault) => faults.push(fault) },
    limits,
  )
  return { devices, faults, oobe }
}
