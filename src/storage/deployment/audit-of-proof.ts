/** The audit entry for a device that proved itself for the first time, or came back although it was blocked. */
import type { AuditEntry } from '../../core/audit/audit.ts'
import { newUuid } from '../../core/uuid.ts'

export function auditOfProof(of: {
  readonly deviceId: string
  /** Of the proved TPM key. */
  readonly keyDigest: string
  /** The previous strength of the claim. */
  readonly before: number
  readonly isBlocked: boolean
}): AuditEntry {
  const { deviceId, keyDigest, before, isBlocked } = of
  const claim = { name: 'claimLevel', before: String(before), after: String(Math.max(2, before)) }
  const state = { name: 'enrollmentState', before: null, after: 'blocked' }
  return {
    category: 'Enrollment',
    activity: 'Prove WindowsAutopilotDeviceIdentity',
    operation: 'Action',
    result: 'Success',
    actor: { kind: 'device', deviceId, proof: 'key', proofId: keyDigest },
    correlationId: newUuid(),
    resources: [
      {
        type: 'WindowsAutopilotDeviceIdentity',
        id: deviceId,
        properties: isBlocked ? [claim, state] : [claim],
      },
    ],
  }
}

/** A device that was declared has shown its hash and proved the key in it. */
export function auditOfFirstHash(deviceId: string, keyDigest: string): AuditEntry {
  const properties = [{ name: 'hardwareHash', before: null, after: 'the first' }]
  return {
    category: 'Enrollment',
    activity: 'Update WindowsAutopilotDeviceIdentity',
    operation: 'Patch',
    result: 'Success',
    actor: { kind: 'device', deviceId, proof: 'key', proofId: keyDigest },
    correlationId: newUuid(),
    resources: [{ type: 'WindowsAutopilotDeviceIdentity', id: deviceId, properties }],
  }
}
