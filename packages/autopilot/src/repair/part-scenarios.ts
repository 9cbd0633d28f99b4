/** Repairs in which the board stays: disks, cards, memory and other parts. */
import { documented, type RepairScenario } from './repair-scenario.ts'

export const partScenarios = {
  'disk-clean': {
    title: 'The disk was replaced by one that is new or from an unregistered device',
    supported: 'yes',
    steps: ['replaceParts', 'reset', 'firstBoot'],
    note: 'The device is recognized as itself: do not deregister it.',
    verdict: 'sameDevice',
    ...documented,
  },
  'disk-other': {
    title: 'The disk was replaced by one from another registered device',
    supported: 'sometimes',
    steps: ['deregister', 'replaceParts', 'reset', 'firstBoot'],
    note: 'Only if the other device was deregistered before.',
    verdict: 'sameDevice',
    ...documented,
  },
  'foreign-nic': {
    title: 'A network card that is not the maker’s own was put in',
    supported: 'no',
    steps: [],
    note: 'In Microsoft’s service it breaks the registration. Here the TPM’s key still shows that it is the same device.',
    verdict: 'sameDevice',
    ...documented,
  },
  memory: {
    title: 'Memory was replaced or added',
    supported: 'yes',
    steps: [],
    verdict: 'sameDevice',
    ...documented,
  },
  'other-part': {
    title:
      'Graphics card, power supply, fan, heat sink, camera, microphone, card reader, sound or expansion card, or the CMOS battery was replaced',
    supported: 'yes',
    steps: [],
    verdict: 'sameDevice',
    ...documented,
  },
  'untested-part': {
    title: 'Daughterboard, processor, wireless or wired network card was replaced',
    supported: 'untested',
    steps: ['replaceParts', 'capture'],
    note: 'Ask for a new hardware hash and compare.',
    verdict: 'sameDevice',
    ...documented,
  },
} as const satisfies Readonly<Record<string, RepairScenario>>
