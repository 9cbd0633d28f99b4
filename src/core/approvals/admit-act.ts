/**
 * The one gate of destructive acts, whichever door they come through: within the limit they are counted and pass;
 * above it nothing happens, unless a second person has approved exactly this.
 */
import { currentActor, isAdmitted } from '../acting.ts'
import { type AuditActor, nameOfActor } from '../audit/audit.ts'
import { DomainError } from '../errors.ts'
import type { TenantId } from '../ids.ts'
import type { Standing } from '../standing/standing.ts'
import {
  type Approval,
  type ApprovalAction,
  type Approvals,
  digestOfSubjects,
  type NewApproval,
  requesterOf,
  type Subject,
} from './approval.ts'
import type { ApprovalPolicies, ApprovalPolicy } from './approval-policy.ts'
import { stillCounts } from './deciders.ts'

export type Act = {
  readonly tenantId: TenantId
  readonly action: ApprovalAction
  readonly subjects: readonly Subject[]
}

/** Throws `ApprovalNeeded` if the act may not be done alone. */
export type AdmitAct = (act: Act) => Promise<void>

export type CountedAct = {
  readonly tenantId: TenantId
  readonly action: ApprovalAction
  readonly actor: string
  readonly devices: number
}

export type ActCounter = {
  /** Counts the act if it is within the limits; false = it is not, and nothing is counted. */
  count(act: CountedAct, limits: Limits): Promise<boolean>
}

/** In devices per rolling window; `alone` = of this action, before a second person is asked. */
export type Limits = {
  readonly floor: number
  readonly share: number
  readonly hours: number
  readonly perPerson: number | null
  readonly alone?: number
}

export type AdmitDeps = {
  readonly counter: ActCounter
  readonly policies: Pick<ApprovalPolicies, 'find'>
  readonly approvals: Pick<Approvals, 'approved' | 'spend'>
  readonly standing: Standing
}

/** Devices that one may release without a second person: a release cannot be undone. */
const releasedAlone = 1

export function admitActs(deps: AdmitDeps): AdmitAct {
  return async ({ tenantId, action, subjects }) => {
    const { counter, policies } = deps
    if (isAdmitted() || subjects.length === 0) return
    const policy = await policies.find(tenantId)
    if (policy === undefined) return
    const actor = currentActor()
    const requester = requesterOf(actor)
    const act = { tenantId, action, actor: requester, devices: subjects.length }
    if (await counter.count(act, limitsOf(policy, action))) return
    const digest = digestOfSubjects(action, subjects)
    const lapsed = await spent(deps, { tenantId, requester, digest })
    if (lapsed === undefined) return
    throw new ApprovalNeeded({
      tenantId,
      action,
      subjects,
      digest,
      requester,
      requestedBy: requesterName(actor),
      lapsed,
    })
  }
}

/** Undefined: an approval of exactly this was spent. Otherwise those that count no more. */
async function spent(
  { approvals, standing }: AdmitDeps,
  wanted: Parameters<Approvals['approved']>[0],
): Promise<readonly Approval[] | undefined> {
  const lapsed: Approval[] = []
  for (const approval of await approvals.approved(wanted)) {
    if (await stillCounts(standing, approval)) {
      await approvals.spend(wanted.tenantId, approval.id)
      return undefined
    }
    lapsed.push(approval)
  }
  return lapsed
}

function limitsOf({ limit, perPerson, onDelete }: ApprovalPolicy, action: ApprovalAction): Limits {
  const isFinal = action === 'release-devices' && onDelete !== 'release'
  return { ...limit, perPerson, ...(isFinal && { alone: releasedAlone }) }
}

export function requesterName(actor: AuditActor): string {
  const name = nameOfActor(actor)
  return actor.kind === 'partner' ? `${name} (partner ${actor.partnerTenantId})` : name
}

/**
 * Thrown inside the transaction of an act, which is rolled back; the request for approval is written after that, so
 * `wanted` travels with it.
 */
export class ApprovalNeeded extends DomainError {
  readonly wanted: NewApproval

  constructor(wanted: NewApproval) {
    super('approval-required', 'This needs the approval of a second person.')
    this.name = 'ApprovalNeeded'
    this.wanted = wanted
  }
}

const things: Readonly<Record<ApprovalAction, string>> = {
  'delete-devices': 'deletes',
  'release-devices': 'releases',
  'wipe-devices': 'wipes',
  'clear-users': 'takes the users of',
  'transfer-devices': 'transfers',
  'replace-devices': 'replaces',
  'removal-plan.run': 'removes',
  'change-policy': 'changes the policy for',
}

/** The answer to the client once the request is there; undefined id = too many of this requester wait already. */
export function approvalRequired(
  { action, subjects, lapsed = [] }: Pick<NewApproval, 'action' | 'subjects' | 'lapsed'>,
  id: string | undefined,
): DomainError {
  const count = subjects.length === 1 ? '1 device' : `${subjects.length} devices`
  const what = `Nothing was done: this ${things[action]} ${count}, which is more than one person may do alone${lapse(lapsed)}`
  return id === undefined
    ? new DomainError(
        'approval-required',
        `${what}. Too many requests of yours wait for approval already; have them decided first.`,
      )
    : new DomainError(
        'approval-required',
        `${what}. A second person has to approve it: approval ${id}. Once it is approved, send the same request again.`,
        { subject: id },
      )
}

function lapse(lapsed: readonly Approval[]): string {
  const names = [...new Set(lapsed.flatMap(({ decidedBy }) => decidedBy ?? []))].join(', ')
  return names === ''
    ? ''
    : `, and what ${names} approved counts no more: they may not decide any more`
}
