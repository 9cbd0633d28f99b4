/** The documented scenarios of repairs as captures before and after, on a made-up machine with a network port. */

import type { RepairScenarioKey } from 'taxiway-autopilot'
import {
  encodeHardwareHash,
  type HashDescription,
  type LifeEvent,
  makeDevice,
  type NetworkAdapter,
} from 'taxiway-hardware-hash'
import { described, later } from '../support/machines.ts'

export type Captures = {
  readonly before: Uint8Array
  readonly after: Uint8Array
  /** Another device, whose part it has; registered unless `isDonorFree`. */
  readonly donor?: Uint8Array
  readonly isDonorFree?: true
}

type Make = (seed: string) => Captures

export function desktop(seed: string): Uint8Array {
  return makeDevice({ seed: `repair ${seed}`, count: 1, mix: { hp: 1 } }, 0).hash().bytes
}

type Changes = { readonly [K in keyof HashDescription]?: HashDescription[K] | undefined }

export function edited(bytes: Uint8Array, changes: Changes): Uint8Array {
  const all = Object.entries({ ...described(bytes), ...changes })
  const kept = all.filter(([, value]) => value !== undefined)
  return encodeHardwareHash(Object.fromEntries(kept) as HashDescription).bytes
}

const newBoard: LifeEvent = { event: 'board-replaced', reflashed: true }
const newDisk: LifeEvent = { event: 'disk-swapped' }
const newCard: LifeEvent = { event: 'wireless-card-replaced' }

const isPort = ({ medium, bus }: NetworkAdapter) => medium === '802.3' && bus === 'PCI'
const adaptersOf = (bytes: Uint8Array) => described(bytes).networkAdapters ?? []
const portsOf = (bytes: Uint8Array) => adaptersOf(bytes).filter(isPort)

/** The wired network card of `from` in it, instead of its own. */
function withPortsOf(bytes: Uint8Array, from: Uint8Array): Uint8Array {
  const others = adaptersOf(bytes).filter((each) => !isPort(each))
  return edited(bytes, { networkAdapters: [...portsOf(from), ...others] })
}

function withPort(bytes: Uint8Array, macAddress: string): Uint8Array {
  const port: NetworkAdapter = { medium: '802.3', macAddress, bus: 'PCI' }
  return edited(bytes, { networkAdapters: [...adaptersOf(bytes), port] })
}

/** The board of `donor` in it, with its firmware written anew. */
function onBoardOf(bytes: Uint8Array, donor: Uint8Array): Uint8Array {
  const { ekPublicModulus, tpmVersion, offlineDeviceId, productKeyId } = described(donor)
  const moved = edited(bytes, { ekPublicModulus, tpmVersion, offlineDeviceId, productKeyId })
  return withPortsOf(moved, donor)
}

const repaired =
  (...events: readonly LifeEvent[]): Make =>
  (seed) => ({ before: desktop(seed), after: later(desktop(seed), events) })

/** The same, with the network card from before. */
const keepingPort =
  (...events: readonly LifeEvent[]): Make =>
  (seed) => {
    const before = desktop(seed)
    return { before, after: withPortsOf(later(before, events), before) }
  }

const without =
  (...fields: readonly (keyof HashDescription)[]): Make =>
  (seed) => {
    const before = desktop(seed)
    const gone = Object.fromEntries(fields.map((field) => [field, undefined]))
    return { before, after: edited(later(before, [newBoard]), gone) }
  }

/** Deterministic addresses of makers' ranges. */
const secondPort = '3C:52:82:0A:0B:0C'

export const capturesOf: Readonly<Record<RepairScenarioKey, Make>> = {
  general: repaired(newBoard),
  'tpm-one-nic': repaired(newBoard),
  'tpm-second-nic': (seed) => {
    const before = withPort(desktop(seed), secondPort)
    const board = later(desktop(seed), [newBoard])
    return { before, after: withPort(board, secondPort) }
  },
  'keep-nic-disk-wlan': keepingPort(newBoard),
  'keep-nic': keepingPort(newBoard, newDisk, newCard),
  'keep-nic-wlan': keepingPort(newBoard, newDisk),
  'donor-clean': (seed) => {
    const [before, donor] = [desktop(seed), desktop(`${seed} donor`)]
    return { before, donor, after: onBoardOf(before, donor), isDonorFree: true }
  },
  'donor-registered': (seed) => {
    const [before, donor] = [desktop(seed), desktop(`${seed} donor`)]
    return { before, donor, after: onBoardOf(before, donor) }
  },
  'no-bios-tool': (seed) => {
    const before = desktop(seed)
    const blank = {
      serialNumber: 'Default string',
      smbiosUuid: 'ffffffff-ffff-ffff-ffff-ffffffffffff',
    }
    return { before, after: edited(later(before, [newBoard]), blank) }
  },
  'no-tpm': (seed) => {
    const before = later(desktop(seed), [{ event: 'tpm-hidden' }])
    return { before, after: later(before, [newBoard]) }
  },
  'key-in-image': without('productKeyId', 'productKeyPartNumber'),
  rdpk: repaired(newBoard),
  'no-rdpk': without('productKeyId', 'productKeyPartNumber'),
  'reimaged-not-deregistered': repaired({ event: 'regenerated' }),
  'disk-clean': repaired(newDisk),
  'disk-other': (seed) => {
    const [before, donor] = [desktop(seed), desktop(`${seed} donor`)]
    const { disks, diskSerials, kernelDiskSerial } = described(donor)
    return { before, donor, after: edited(before, { disks, diskSerials, kernelDiskSerial }) }
  },
  'foreign-nic': (seed) => {
    const [before, donor] = [desktop(seed), desktop(`${seed} donor`)]
    return { before, donor, after: withPortsOf(before, donor) }
  },
  memory: repaired({ event: 'memory-added', gb: 16 }),
  'other-part': repaired({ event: 'regenerated' }, { event: 'adapter-added' }),
  'untested-part': repaired(newCard),
}
