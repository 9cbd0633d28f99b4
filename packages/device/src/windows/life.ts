/** Life events of a device after its first boot, by name, so that commands and scenarios can list them. */
import { generateKeyPairSync } from 'node:crypto'
import { memoryProver } from '../prover/memory-prover.ts'
import { clearTpm, generalize, resetDevice } from './reset.ts'
import type { SimulatedDevice } from './simulated-device.ts'

/** Whether the device has to be booted again before anything is seen of it: always. */
type Happening = (device: SimulatedDevice) => void | Promise<void>

export const happenings = {
  reboot: () => undefined,
  /** OOBE starts over: the answer without a profile is forgotten, the profile is kept. */
  restartOobe: ({ kept }) => {
    kept.blank = null
  },
  reset: resetDevice,
  /** Autopilot reset: the device stays joined and enrolled. */
  autopilotReset: ({ kept }) => {
    kept.blank = null
    kept.oobeStarts = 0
  },
  generalize,
  diskSwap: async (device) => {
    device.hardware.change({ event: 'disk-swapped' })
    await resetDevice(device)
  },
  boardSwap: (device) => swapBoard(device, false),
  /** A new board, onto which the technician wrote the old serial number. */
  boardReflash: (device) => swapBoard(device, true),
  wifiSwap: ({ hardware }) => hardware.change({ event: 'wireless-card-replaced' }),
  dock: ({ hardware }) => hardware.change({ event: 'dock-attached' }),
  undock: ({ hardware }) => hardware.change({ event: 'dock-removed' }),
  firmwareUpdate: ({ hardware }) => hardware.change({ event: 'firmware-updated' }),
  tpmClear: clearTpm,
  tpmHidden: ({ hardware }) => {
    hardware.change({ event: 'tpm-hidden' })
    hardware.prover = null
  },
  clockSkew: ({ hardware }) => {
    hardware.clockSkew += 3_600
  },
  unplug: (device) => {
    device.isOnline = false
  },
  plug: (device) => {
    device.isOnline = true
  },
  /** Somebody disconnects it in Settings. */
  unenrol: async ({ kept }) => {
    await kept.management?.leave()
    kept.isEnrolled = false
    kept.enrollment = null
    kept.management = null
    kept.isJoined = false
  },
  /** Sold: wiped, with whatever registration its seller left. */
  sell: resetDevice,
} satisfies Record<string, Happening>

export type HappeningName = keyof typeof happenings

export const happeningNames = Object.keys(happenings) as readonly HappeningName[]

export async function happen(device: SimulatedDevice, name: HappeningName): Promise<void> {
  const happening: Happening = happenings[name]
  await happening(device)
}

/** A new system board brings a TPM of its own. */
async function swapBoard(device: SimulatedDevice, reflashed: boolean): Promise<void> {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const prover = memoryProver(privateKey)
  const ekPublicModulus = prover.ekModulus ?? ''
  device.hardware.change({ event: 'board-replaced', reflashed, ekPublicModulus })
  await device.hardware.prover?.close()
  device.hardware.prover = prover
  generalize(device)
}
