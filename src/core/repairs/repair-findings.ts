/**
 * Registered devices that said in management that they have other hardware: what Microsoft's list calls Fix pending, and
 * Attention required once nothing repairs it by itself. [documented: "Motherboard replacement scenario guidance"] Nothing
 * is registered anew here without a person, so that all of them wait for one, and one click opens their case.
 */
import { type Caller, nameOfCaller } from '../access/caller.ts'
import type { TagScope } from '../access/tag-scope.ts'
import { currentScope } from '../acting.ts'
import { DomainError } from '../errors.ts'
import type { DeviceId, TenantId } from '../ids.ts'
import { hashBytesOf } from '../imports/hash-text.ts'
import { withoutHashes } from '../management/mismatch-data.ts'
import type { Page, Rows } from '../query.ts'
import { addDiagnostics, attachFile } from './follow-repair.ts'
import { openRepair } from './open-repair.ts'
import type { RepairDeps } from './reached-case.ts'
import type { RepairCase } from './repair-case.ts'

export type RepairFinding = {
  readonly deviceId: DeviceId
  readonly serialNumber: string
  readonly model: string | null
  /** When it said so first. */
  readonly since: Date
  /** What Windows said of it: Base64 of JSON; null: nothing. */
  readonly mismatch: string | null
}

export type RepairFindings = {
  /** Those without an open case, the oldest first. */
  list(tenantId: TenantId, scope: TagScope, page: Page): Promise<Rows<RepairFinding>>
  find(tenantId: TenantId, scope: TagScope, id: DeviceId): Promise<RepairFinding | undefined>
}

export type FindingDeps = RepairDeps & { readonly findings: RepairFindings }

const tool = 'HardwareMismatchRemediationData'

/** With what Windows said as its file, but for the hashes in it: the present one is that of the device that came back. */
export async function openFromFinding(
  deps: FindingDeps,
  caller: Caller,
  { deviceId, timeZone }: { readonly deviceId: DeviceId; readonly timeZone: string },
): Promise<RepairCase> {
  const finding = await deps.findings.find(caller.tenantId, currentScope(), deviceId)
  if (finding === undefined)
    throw new DomainError('not-found', `No device '${deviceId}' waits for a repair case.`)
  const opened = await openRepair(deps, caller, {
    deviceId,
    timeZone,
    diagnostics: [],
    alternativeContact: null,
    address: null,
    problem: {
      summary: 'Its hardware is not the registered one (Fix pending or Attention required).',
      since: finding.since.toISOString(),
      accidental: false,
    },
    contact: { name: nameOfCaller(caller), email: null, phone: null, preferredHours: null },
    serviceType: 'carryIn',
    warranty: {
      status: 'unknown',
      serviceLevel: null,
      endsOn: null,
      source: null,
      checkedAt: null,
    },
  })
  const { id } = opened
  const said = finding.mismatch && withoutHashes(finding.mismatch)
  const content = said && Buffer.from(said, 'base64')
  const file = content && { id, name: `${tool}.json`, description: null, content }
  const attachmentId = file ? await attachFile(deps, caller, file) : null
  const hash = finding.mismatch ? currentHash(Buffer.from(finding.mismatch, 'base64')) : null
  if (hash !== null) await deps.repairs.keepCapture(opened, hash)
  const ranAt = finding.since.toISOString()
  const diagnostic = { tool, code: null, result: 'failed', ranAt, attachmentId } as const
  return await addDiagnostics(deps, caller, { id, diagnostics: [diagnostic] })
}

/** [observed: JSON with CachedHardwareBlob and CurrentHardwareBlob] */
function currentHash(content: Buffer): Uint8Array | null {
  try {
    const { CurrentHardwareBlob: text } = JSON.parse(content.toString('utf8')) as Record<
      string,
      unknown
    >
    return typeof text === 'string' ? hashBytesOf(text.trim()) : null
  } catch {
    return null
  }
}
