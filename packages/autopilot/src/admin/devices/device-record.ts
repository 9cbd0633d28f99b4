/** Everything that a tenant holds about one device, in one answer. Nothing of other tenants is in it. */
import type { AssociationView } from '../associations.ts'

export type DeviceRecordView = {
  readonly registrationId: string
  /** What partners and OEMs name it by. */
  readonly tuple: {
    readonly manufacturer: string
    readonly model: string
    readonly serialNumber: string
  }
  readonly productKeyIds: readonly string[]
  /** SHA-256 of the TPM's endorsement keys, newest last. */
  readonly tpmKeys: readonly string[]
  readonly claim: {
    readonly level: number
    readonly provisionalUntilDateTime: string | null
    readonly channel: string
    readonly registeredDateTime: string
  }
  /** Whether its hardware has to be put right, as Graph says it. */
  readonly remediation: {
    readonly state:
      | 'noRemediationRequired'
      | 'automaticRemediationRequired'
      | 'manualRemediationRequired'
    readonly changedDateTime: string | null
  }
  /** The registrations that it took the place of after a repair, newest first. */
  readonly replaces: readonly {
    readonly registrationId: string
    readonly serialNumber: string
    readonly replacedDateTime: string
    /** The case of the repair; null: the caller may not read it. */
    readonly repairId: string | null
  }[]
  readonly hashes: readonly {
    readonly acceptedDateTime: string
    readonly changes: readonly string[]
  }[]
  readonly corporateIdentifiers: readonly {
    readonly id: string
    readonly identifier: string
    readonly type: 'imei' | 'serialNumber' | 'manufacturerModelSerial'
  }[]
  readonly associations: readonly AssociationView[]
  readonly enrollments: readonly {
    readonly id: string
    readonly deviceName: string | null
    readonly state: 'active' | 'leaving' | 'ended'
    readonly enrolledDateTime: string
    readonly endedDateTime: string | null
  }[]
  /** Earlier registrations of the same serial number in this tenant. */
  readonly earlier: readonly {
    readonly registrationId: string
    readonly state: string
    readonly deletedDateTime: string
    readonly deletedBy: string
  }[]
  readonly repairs: readonly {
    readonly id: string
    readonly state: string
    readonly openedDateTime: string
    readonly closedDateTime: string | null
  }[]
  readonly certificates: readonly {
    readonly id: string
    readonly kind: string
    readonly sequence: number
    /** The tenant got the device by it, or gave it away. */
    readonly side: 'giver' | 'receiver'
    readonly issuedDateTime: string
    readonly verifyUrl: string
  }[]
}
