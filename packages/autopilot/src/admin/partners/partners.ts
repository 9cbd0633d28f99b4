/** Partners, their requests, and what customers allow them. */

export type PartnerSummary = {
  readonly id: string
  readonly displayName: string
  readonly kind: string
  /** An operator has checked who it is. */
  readonly verified: boolean
}

export type RelationshipRequest = {
  readonly id: string
  readonly state: 'pending' | 'granted' | 'declined' | 'withdrawn' | 'expired'
  readonly partner: PartnerSummary
  readonly scopes: readonly string[]
  readonly delegatedAdmin: boolean
  readonly message: string | null
  readonly createdAt: string
  readonly expiresAt: string
}

/** As its customer sees it. */
export type CustomerRequest = RelationshipRequest & {
  readonly mayDecide: boolean
  /** People who can decide: some of the tenant's Global Administrators. */
  readonly deciders: readonly string[]
}

/** As its partner sees it. */
export type PartnerRequest = RelationshipRequest & {
  /** What to send to the customer. */
  readonly url: string
}

export type Consent = {
  readonly id: string
  readonly partner: PartnerSummary
  readonly state: 'granted' | 'suspended' | 'revoked' | 'ended' | 'expired'
  readonly scopes: readonly string[]
  readonly delegatedAdmin: boolean
  readonly grantedAt: string
  readonly grantedBy: string
  readonly validUntil: string
  readonly maxDevices: number | null
  readonly maxRemovalsPerDay: number | null
  /** Devices that it let in and that are still registered. */
  readonly devices: number
  readonly endedAt: string | null
  readonly endedBy: string | null
  readonly reason: string | null
}

export type ConsentAccepted = { readonly state: 'granted'; readonly consentId: string }

export type ConsentRevoked = {
  readonly state: 'revoked'
  readonly revokedAt: string
  readonly rowsStopped: number
}

export type PartnerCustomer = {
  readonly id: string
  readonly displayName: string
  readonly domain: string
  readonly scopes: readonly string[]
  readonly validUntil: string
}
