/**
 * Whether a registration has to be repaired because of other hardware. [schema: windowsAutopilotDeviceRemediationState;
 * documented, "Motherboard replacement scenario guidance": Fix pending goes on by itself, Attention required waits for a
 * person] Which sign means which state is ours: nothing is registered anew here without a person, so that only a device
 * that was registered again, and has yet to get its profile, goes on by itself.
 */
import type { DeviceId, TenantId } from '../ids.ts'

export type RemediationState =
  | 'noRemediationRequired'
  | 'automaticRemediationRequired'
  | 'manualRemediationRequired'

export type Remediation = {
  readonly state: RemediationState
  /** Null: it never had to be repaired. */
  readonly changedAt: Date | null
}

export type RemediationSign = {
  /**
   * `differs`: it said other hardware in management; `away`: it is parked for its repair; `reregistered`: it is in force
   * again and waits for its profile; `repaired`: its case was closed after that.
   */
  readonly kind: 'differs' | 'away' | 'reregistered' | 'repaired'
  readonly at: Date
}

export type Remediations = {
  /** Those that have any sign; one question for all of them. */
  signs(
    tenantId: TenantId,
    ids: readonly DeviceId[],
  ): Promise<ReadonlyMap<DeviceId, readonly RemediationSign[]>>
}

export function remediationOf(signs: readonly RemediationSign[] = []): Remediation {
  const newest = (kind: RemediationSign['kind']) =>
    signs
      .filter((sign) => sign.kind === kind)
      .map(({ at }) => at)
      .toSorted((a, b) => b.getTime() - a.getTime())[0]
  const [away, reregistered] = [newest('away'), newest('reregistered')]
  if (away !== undefined) return { state: 'manualRemediationRequired', changedAt: away }
  if (reregistered !== undefined)
    return { state: 'automaticRemediationRequired', changedAt: reregistered }
  const [differs, repaired] = [newest('differs'), newest('repaired')]
  if (differs !== undefined && (repaired === undefined || repaired < differs))
    return { state: 'manualRemediationRequired', changedAt: differs }
  return { state: 'noRemediationRequired', changedAt: repaired ?? null }
}
