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

export type PartnerSubmission = {
  readonly id: string
  readonly channel: string
  readonly batch: string | null
  readonly consentId: string
  readonly at: string
  readonly rows: number
  readonly complete: number
  readonly error: number
}

export type SubmissionRow = {
  readonly n: number
  readonly status: 'undecided' | 'complete' | 'error'
  /** As it was sent. */
  readonly serialNumber: string | null
  readonly productKey: string | null
  readonly errorCode: number | null
  readonly errorName: string | null
  readonly registrationId: string | null
}

export type SubmissionDetail = {
  readonly id: string
  readonly status: 'processing' | 'finished' | 'finished_with_errors'
  readonly counts: {
    readonly total: number
    readonly succeeded: number
    readonly failed: number
  }
  readonly rows: readonly SubmissionRow[]
}

export type PartnerCustomer = {
  readonly id: string
  readonly displayName: string
  readonly domain: string
  readonly scopes: readonly string[]
  readonly validUntil: string
}

/** What a partner uploads: the text of a file, and the batch that its devices are added to. */
export type PartnerUpload = {
  readonly batchId: string
  readonly file: string
}

export type PartnerUploadAccepted = {
  readonly jobId: string
  readonly batchId: string
  readonly rows: number
}

export type PartnerBatch = {
  readonly id: string
  readonly createdBy: string
  readonly createdAt: string
  /** Registered now. */
  readonly devices: number
  /** Rows of it are waiting for a decision. */
  readonly isBusy: boolean
}

export type PartnerDevice = {
  readonly id: string
  readonly serialNumber: string | null
  readonly productKey: string | null
  readonly manufacturer: string | null
  readonly model: string | null
  /** The name of its profile from this channel. */
  readonly profile: string | null
  readonly registeredAt: string
}

export type PartnerDevicePage = {
  readonly value: readonly PartnerDevice[]
  readonly total: number
  readonly next: string | null
}

export type PartnerProfile = {
  readonly id: string
  readonly displayName: string
  readonly description: string | null
  readonly settings: readonly string[]
  readonly devices: number
}

/** What a file is, judged by the rules of a channel. */
export type ChannelFileCheck = {
  readonly rows: number
  readonly state: 'live' | 'retired'
  /** The channel that took the place of a retired one. */
  readonly successor: string | null
  readonly findings: readonly ChannelFileFinding[]
}

export type ChannelFileFinding = {
  /** 0: the file as a whole. */
  readonly line: number
  readonly column: number | null
  readonly severity: 'error' | 'warning' | 'info'
  readonly code: string
  readonly message: string
  readonly fix: string | null
  /** How many rows the channel takes, where there are more. */
  readonly limit?: number | undefined
}

export type ChannelSummary = {
  readonly key: string
  readonly title: string
  readonly state: 'live' | 'retired'
  readonly maxDevices: number | null
  readonly identifiers: readonly string[]
  readonly groupTag: string
  readonly assignsUsers: boolean
  readonly profiles: string
  readonly columns: readonly string[]
  readonly successor: string | null
}

/** Devices of a batch that a partner removed. */
export type RemovedDevices = { readonly removed: number }

/** Devices of a batch that a profile was given to. */
export type GivenProfile = { readonly given: number; readonly failed: number }
