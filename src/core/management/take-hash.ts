/**
 * A device has said its hash. One that is registered is compared with its registration; another is registered, where
 * the tenant or a profile wants that of the organization's devices. An enrolled device is not a proved one: it could say
 * anybody's hash, so that it registers one device at most, at the lowest level of a claim.
 */
import type { NewDeploymentEvent } from '../deployment/deployment-event.ts'
import type { Enrollment } from '../enrollment/enrollment.ts'
import type { DeviceId, ReceiptId, TenantId } from '../ids.ts'
import type { ImportedDevice, Submission } from '../imports/imported-device.ts'
import { type JudgedHash, judgeHash } from './judge-hash.ts'
import type { HashAnswer, HashState, ManagedState } from './managed-state.ts'
import { nodes } from './nodes.ts'
import { type TaskResult, valueAt } from './task.ts'

export type HashDeps = {
  readonly now: () => Date
  /** Whether the hash is that of the tenant's registered device. */
  readonly isHashOf: (of: RegisteredHash) => Promise<boolean>
  /** Starts an import of one device, through the channel of managed devices; answers its receipt. */
  readonly submit: (tenantId: TenantId, submission: Submission) => Promise<ReceiptId>
  readonly receipt: (tenantId: TenantId, id: string) => Promise<ImportedDevice | undefined>
  /** Whether another enrollment in force is known to be that registration. */
  readonly isTaken: (of: {
    tenantId: TenantId
    registrationId: DeviceId
    id: string
  }) => Promise<boolean>
  readonly link: (enrollment: Enrollment, registrationId: DeviceId) => Promise<void>
  readonly note: (
    of: { tenantId: TenantId; deviceId: DeviceId },
    event: NewDeploymentEvent,
  ) => Promise<void>
}

export type RegisteredHash = {
  readonly tenantId: TenantId
  readonly registrationId: DeviceId
  readonly bytes: Uint8Array
}

export type Asked = { readonly enrollment: Enrollment; readonly targetedBy: string | null }

export async function takeHash(
  deps: HashDeps,
  { enrollment, targetedBy }: Asked,
  { state, result }: { readonly state: ManagedState; readonly result: TaskResult },
): Promise<HashAnswer> {
  const answered = (
    hash: HashState,
    detail: string | null = null,
    receiptId: string | null = null,
  ) => ({ state: hash, detail, receiptId, targetedBy, at: deps.now().toISOString() }) as const
  const text = valueAt(result, nodes.hardwareData)
  if (text === undefined) return answered('unsupported', statusSentence(result))
  const judged = judgeHash(text, state.inventory)
  if (judged.kind !== 'usable') return answered(judged.kind, judged.detail)
  const { tenantId, registrationId } = enrollment
  if (registrationId !== null) {
    const isOwn = await deps.isHashOf({ tenantId, registrationId, bytes: judged.bytes })
    await deps.note({ tenantId, deviceId: registrationId }, isOwn ? confirmed : differs)
    return answered(isOwn ? 'confirmed' : 'differs')
  }
  if (targetedBy === null) return answered('notTargeted')
  return answered('submitted', null, await deps.submit(tenantId, submissionOf(judged)))
}

const confirmed: NewDeploymentEvent = { kind: 'hash-confirmed', code: null, detail: null }
const differs: NewDeploymentEvent = {
  kind: 'hardware-differs',
  code: null,
  detail: 'the hash that it reported in management is not the registered one',
}

function statusSentence({ results }: TaskResult): string {
  return `The device has no hardware hash to report (status ${results[0]?.status ?? 'none'}).`
}

function submissionOf({ bytes, hash }: Extract<JudgedHash, { kind: 'usable' }>): Submission {
  return {
    importId: null,
    serialNumber: hash.serialNumber?.trim() || null,
    productKey: null,
    hardwareHash: bytes,
    groupTag: null,
    purchaseOrderIdentifier: null,
    assignedUserPrincipalName: null,
  }
}

export type Settled = { readonly enrollment: Enrollment; readonly hash: HashAnswer }

/** What has become of the import since; a registration found that way is the enrollment's own. */
export async function settleReceipt(
  deps: HashDeps,
  enrollment: Enrollment,
  hash: HashAnswer,
): Promise<Settled> {
  if (hash.state !== 'submitted' || hash.receiptId === null) return { enrollment, hash }
  const receipt = await deps.receipt(enrollment.tenantId, hash.receiptId)
  const refused = (detail: string | null): Settled => ({
    enrollment,
    hash: { ...hash, state: 'refused', detail },
  })
  if (receipt === undefined) return refused('The receipt was deleted.')
  const { state } = receipt
  if (state.status === 'undecided') return { enrollment, hash }
  const registrationId = state.deviceId
  const detail = state.status === 'error' ? state.refusal : null
  if (registrationId === undefined) return refused(detail)
  const { tenantId, id } = enrollment
  // An existing registration is not taken from an enrollment that has it.
  if (state.status === 'error' && (await deps.isTaken({ tenantId, registrationId, id })))
    return refused(detail)
  await deps.link(enrollment, registrationId)
  await deps.note({ tenantId, deviceId: registrationId }, registered)
  return {
    enrollment: { ...enrollment, registrationId },
    hash: { ...hash, state: 'registered', detail },
  }
}

const registered: NewDeploymentEvent = { kind: 'registered-itself', code: null, detail: null }
