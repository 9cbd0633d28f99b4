/** Partners and consents on the wire. */
import type {
  PartnerSummary,
  SubmissionDetail,
  Consent as WireConsent,
  RelationshipRequest as WireRequest,
  PartnerSubmission as WireSubmission,
} from 'taxiway-autopilot/admin'
import type { TenantId } from '../../../core/ids.ts'
import type { PartnerJob, PartnerSubmission } from '../../../core/partners/batch.ts'
import type { ConsentUse } from '../../../core/partners/consent.ts'
import type { Partners } from '../../../core/partners/partner.ts'
import type { RelationshipRequest } from '../../../core/partners/relationship.ts'

/** A tenant that is no partner any more is still named by what it granted or added. */
export async function presentPartner(
  partners: Pick<Partners, 'find'>,
  id: TenantId,
): Promise<PartnerSummary> {
  const partner = await partners.find(id)
  return {
    id,
    displayName: partner?.displayName ?? id,
    kind: partner?.kind ?? 'none',
    verified: partner?.verified ?? false,
  }
}

export async function presentRequest(
  partners: Pick<Partners, 'find'>,
  request: RelationshipRequest,
): Promise<WireRequest> {
  const { id, state, scopes, delegatedAdmin, message, createdAt, expiresAt } = request
  return {
    id,
    state,
    partner: await presentPartner(partners, request.partnerId),
    scopes,
    delegatedAdmin,
    message,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  }
}

export async function presentConsent(
  partners: Pick<Partners, 'find'>,
  consent: ConsentUse,
): Promise<WireConsent> {
  const { id, state, scopes, delegatedAdmin, grantedBy, maxDevices, maxRemovalsPerDay } = consent
  return {
    id,
    partner: await presentPartner(partners, consent.partnerId),
    state,
    scopes,
    delegatedAdmin,
    grantedAt: consent.grantedAt.toISOString(),
    grantedBy,
    validUntil: consent.validUntil.toISOString(),
    maxDevices,
    maxRemovalsPerDay,
    devices: consent.devices,
    endedAt: consent.endedAt?.toISOString() ?? null,
    endedBy: consent.endedBy,
    reason: consent.reason,
  }
}

export function presentSubmission({ at, ...rest }: PartnerSubmission): WireSubmission {
  return { ...rest, at: at.toISOString() }
}

export function presentSubmissionDetail({ id, completedAt, rows }: PartnerJob): SubmissionDetail {
  const counted = (state: string) => rows.filter((row) => row.state === state).length
  const failed = counted('error')
  const ended = failed > 0 ? 'finished_with_errors' : 'finished'
  return {
    id,
    status: completedAt === null ? 'processing' : ended,
    counts: { total: rows.length, succeeded: counted('complete'), failed },
    rows: rows.map((row, at) => ({
      n: at + 1,
      status: row.state,
      errorName: row.reportedAs?.name ?? row.refusal ?? null,
      registrationId: row.deviceId,
    })),
  }
}
