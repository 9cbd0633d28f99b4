/** What may be done with a case in each of its states; every act asks this table first. */
import type { RepairState } from './repair-case.ts'

export const repairActs = [
  'diagnostics',
  'attachments',
  'notes',
  'submit',
  'vendor-status',
  'release-device',
  'returned',
  'reregister',
  'close',
  'cancel',
] as const
export type RepairAct = (typeof repairActs)[number]

const always = ['attachments', 'notes'] as const

const acts: Readonly<Record<RepairState, readonly RepairAct[]>> = {
  open: ['diagnostics', ...always, 'close', 'cancel'],
  diagnosed: ['diagnostics', 'submit', ...always, 'close', 'cancel'],
  submitted: ['diagnostics', 'vendor-status', 'release-device', ...always, 'cancel'],
  accepted: ['vendor-status', 'release-device', ...always, 'cancel'],
  denied: ['diagnostics', 'submit', ...always, 'close', 'cancel'],
  void: [...always, 'close', 'cancel'],
  deviceParked: ['vendor-status', 'returned', ...always, 'cancel'],
  inRepair: ['vendor-status', 'returned', ...always, 'cancel'],
  compared: ['returned', 'reregister', ...always, 'cancel'],
  blocked: ['returned', ...always, 'cancel'],
  reregistered: ['close', ...always],
  closed: [],
  cancelled: [],
}

export function actsIn(state: RepairState): readonly RepairAct[] {
  return acts[state]
}

/** The states in which the registration is parked. */
export const parkedStates: readonly RepairState[] = [
  'deviceParked',
  'inRepair',
  'compared',
  'blocked',
]
