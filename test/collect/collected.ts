import {
  type CollectedDevice,
  type CollectFault,
  collect,
  type OobeState,
} from '../../src/collect/collect.ts'
import { unhurried } from './unhurried.ts'

type Collected = {
  readonly devices: readonly CollectedDevice[]
  readonly faults: readonly CollectFault[]
  readonly oobe: OobeState | undefined
}

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
    unhurried,
  )
  return { devices, faults, oobe }
}
