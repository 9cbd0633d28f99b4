/** What partners upload for their customers, and what becomes of it. */

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

/** Devices of a batch that a partner removed. */
export type RemovedDevices = { readonly removed: number }

/** Devices of a batch that a profile was given to. */
export type GivenProfile = { readonly given: number; readonly failed: number }
