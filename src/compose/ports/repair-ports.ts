/** Transfers, whose certificates repairs issue too; and repairs: their cases, parked registrations, and what takes the place of a repaired device. */
import { deploymentPoliciesIn } from '../../storage/deployment/deployment-policies.ts'
import { reservedLookupIn } from '../../storage/identity/histories.ts'
import { foreignDevicesIn } from '../../storage/repairs/foreign-devices.ts'
import { parkingIn, repairCalendarsIn } from '../../storage/repairs/parking.ts'
import { remediationsIn } from '../../storage/repairs/remediations.ts'
import { repairFindingsIn } from '../../storage/repairs/repair-findings.ts'
import { repairsIn } from '../../storage/repairs/repairs.ts'
import { replacementsIn } from '../../storage/repairs/replace-device.ts'
import type { Store } from '../../storage/sql/store.ts'
import type { Base } from '../base.ts'
import type { Deciding } from '../deciding.ts'
import { transferPortsIn } from './transfer-ports.ts'

export function repairPortsIn(
  unit: Store,
  { wrap, now }: Pick<Base, 'wrap' | 'now'>,
  { certificates: signer }: Pick<Deciding, 'certificates'>,
) {
  return {
    ...transferPortsIn(unit, { wrap }, { certificates: signer }),
    now,
    policies: deploymentPoliciesIn(unit),
    repairs: repairsIn(unit, wrap),
    parking: parkingIn(unit),
    findings: repairFindingsIn(unit, wrap),
    remediations: remediationsIn(unit),
    calendars: repairCalendarsIn(unit),
    repairLookup: reservedLookupIn(unit, wrap),
    foreignDevices: foreignDevicesIn(unit),
    replacements: replacementsIn(unit, { wrap, signer }),
  }
}
