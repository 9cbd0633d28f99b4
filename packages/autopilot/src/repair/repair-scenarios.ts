/**
 * What a repair means for a registration, scenario by scenario: whether it can be registered again, and the steps in
 * their order. [documented: Microsoft, "Motherboard replacement scenario guidance", 2024 and later; before 2024 a device
 * that came back to its own tenant needed no deregistration.] The expected verdict is ours: it is what the comparison of
 * the captures before and after shows, and it decides, not the scenario.
 */
import { partScenarios } from './part-scenarios.ts'
import { documented, type RepairScenario } from './repair-scenario.ts'

const board = ['deregister', 'replaceBoard'] as const
const boardWithKey = [...board, 'repairKey'] as const
const back = ['capture', 'register', 'reset', 'firstBoot'] as const

export const repairScenarios = {
  general: {
    title: 'The board was replaced',
    supported: 'yes',
    steps: [...board, 'repairKey', 'access', 'writeFirmware', ...back],
    verdict: 'boardReplaced',
    ...documented,
  },
  'tpm-one-nic': {
    title: 'A board with a TPM was replaced, and its only network port with it',
    supported: 'yes',
    steps: [...board, 'access', 'writeFirmware', ...back],
    verdict: 'boardReplaced',
    ...documented,
  },
  'tpm-second-nic': {
    title: 'A board with a TPM was replaced, and a second network port stays',
    supported: 'no',
    steps: [],
    note: 'The device’s id is not stable before its TPM is attested, and its network addresses point to two devices.',
    verdict: 'ambiguous',
    ...documented,
  },
  'keep-nic-disk-wlan': {
    title: 'The board was replaced; network card, disk and wireless card stay',
    supported: 'yes',
    steps: [...boardWithKey, 'access', 'writeFirmware', ...back],
    note: 'The key of the TPM cannot be written to a new board: it never leaves its TPM.',
    verdict: 'boardReplaced',
    ...documented,
  },
  'keep-nic': {
    title: 'Board, disk and wireless card were replaced; the network card stays',
    supported: 'yes',
    steps: [...boardWithKey, 'replaceParts', 'writeFirmware', ...back],
    verdict: 'boardReplaced',
    ...documented,
  },
  'keep-nic-wlan': {
    title: 'Board and disk were replaced; network card and wireless card stay',
    supported: 'yes',
    steps: [...boardWithKey, 'replaceParts', 'writeFirmware', ...back],
    verdict: 'boardReplaced',
    ...documented,
  },
  'donor-clean': {
    title: 'The board comes from a used device that was never registered',
    supported: 'yes',
    steps: [...boardWithKey, 'access', 'writeFirmware', ...back],
    verdict: 'boardReplaced',
    ...documented,
  },
  'donor-registered': {
    title: 'The board comes from a device that is or was registered',
    supported: 'yes',
    steps: ['deregisterDonor', ...boardWithKey, 'access', 'writeFirmware', ...back],
    note: 'Until the other device is released, the board is bound to it and cannot be registered here.',
    verdict: 'boardReplaced',
    ...documented,
  },
  'no-bios-tool': {
    title: 'The workshop could not write serial number and model into the firmware',
    supported: 'no',
    steps: [],
    note: 'Windows Autopilot does not recognize the device. The maker or an authorized workshop has the tool.',
    verdict: 'noBiosTool',
    ...documented,
  },
  'no-tpm': {
    title: 'The board has no TPM',
    supported: 'yes',
    steps: [...board, 'access', 'writeFirmware', ...back],
    note: 'Only user-driven mode works; pre-provisioning and self-deploying mode need a TPM.',
    verdict: 'boardReplaced',
    ...documented,
  },
  'key-in-image': {
    title: 'The product key was written into the image: the firmware has none',
    supported: 'yes',
    steps: [
      ...board,
      'access',
      'writeFirmware',
      'capture',
      'reset',
      'keyInImage',
      'register',
      'firstBoot',
    ],
    verdict: 'boardReplaced',
    ...documented,
  },
  rdpk: {
    title: 'The new board has a repair product key in its firmware',
    supported: 'yes',
    steps: [...boardWithKey, 'reset', 'writeFirmware', ...back],
    verdict: 'boardReplaced',
    ...documented,
  },
  'no-rdpk': {
    title: 'There is no repair product key, neither in the firmware nor in the image',
    supported: 'no',
    steps: [],
    note: 'It breaks Microsoft’s policy for repairs.',
    verdict: 'boardReplaced',
    ...documented,
  },
  'reimaged-not-deregistered': {
    title: 'The device was only reimaged, and never deregistered',
    supported: 'yes',
    steps: ['access', 'keyInImage', 'firstBoot'],
    note: 'It still belongs to the tenant that it belonged to, so it may only go back there.',
    verdict: 'sameDevice',
    ...documented,
  },
  ...partScenarios,
} as const satisfies Readonly<Record<string, RepairScenario>>

export type RepairScenarioKey = keyof typeof repairScenarios

export const repairScenarioKeys = Object.keys(repairScenarios) as readonly RepairScenarioKey[]

export function isRepairScenario(text: string): text is RepairScenarioKey {
  return Object.hasOwn(repairScenarios, text)
}

/** Whether the board is the old one after what was planned, so that a person may say that it is. */
export function permitsSameBoard(key: RepairScenarioKey): boolean {
  return repairScenarios[key].verdict === 'sameDevice'
}
