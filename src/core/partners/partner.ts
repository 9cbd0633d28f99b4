/** A partner: a tenant of a kind that acts for other tenants, once they allow it. */
import type { ChannelKey } from 'taxiway-autopilot'
import { DomainError } from '../errors.ts'
import type { TenantId } from '../ids.ts'

export const partnerKinds = [
  'cspDirect',
  'cspIndirectProvider',
  'cspIndirectReseller',
  'oem',
  'repairer',
  'refurbisher',
] as const

export type PartnerKind = (typeof partnerKinds)[number]

/** The channel through which partners of a kind register devices, and whose rules hold for them. */
export function channelOf(kind: PartnerKind): ChannelKey {
  return kind === 'oem' ? 'oemDirect' : 'partnerCenter'
}

export type Partner = {
  readonly id: TenantId
  readonly displayName: string
  readonly kind: PartnerKind
  /** An operator has checked who it is. */
  readonly verified: boolean
  readonly status: 'active' | 'suspended'
  /** The indirect provider of an indirect reseller. */
  readonly providerId: TenantId | null
}

export type PartnerStanding = Pick<Partner, 'kind' | 'verified' | 'providerId'>

export type Partners = {
  /** Undefined: the tenant is not a partner. */
  find(tenantId: TenantId): Promise<Partner | undefined>
  setStanding(tenantId: TenantId, standing: PartnerStanding): Promise<void>
  /** False: there is no such tenant. Suspending also suspends its consents and ends rows that wait; see `Consents`. */
  setStatus(tenantId: TenantId, status: Partner['status']): Promise<boolean>
}

/** Throws where the tenant is not a partner, or is stopped. */
export async function activePartner(
  partners: Pick<Partners, 'find'>,
  tenantId: TenantId,
): Promise<Partner> {
  const partner = await partners.find(tenantId)
  if (partner === undefined)
    throw new DomainError(
      'not-permitted',
      'This organization is not a partner of this installation.',
    )
  if (partner.status === 'suspended')
    throw new DomainError('not-permitted', 'This partner is suspended by the operator.')
  return partner
}
