/** First boot: what happened between a device and the service. */

export type DeploymentPolicy = {
  readonly requireProof: boolean
  readonly requireEkCertificate: boolean
  readonly forbidHashOnlyClaims: boolean
  readonly bindOnFirstProof: boolean
  readonly allowHashOnly: boolean
}

export type DeploymentCause = {
  readonly code: string
  readonly name: string
  readonly meaning: string
  readonly nextStep: string
  readonly source: 'documented' | 'observed' | 'inferred'
}

export type DeploymentEvent = {
  readonly id: string
  readonly at: string
  readonly kind: string
  readonly sentence: string
  readonly code: string | null
  readonly detail: string | null
  /** Null: there is no code, or no source explains it. */
  readonly cause: DeploymentCause | null
}

export type DeploymentTimeline = {
  readonly claimLevel: number
  readonly provisionalUntilDateTime: string | null
  readonly enrollmentState: string
  readonly lastContactedDateTime: string | null
  /** TPM keys beside those in the hashes. */
  readonly keys: readonly {
    readonly digest: string
    readonly state: 'waiting' | 'bound' | 'rejected'
    readonly proposedDateTime: string
    readonly decidedDateTime: string | null
    readonly decidedBy: string | null
  }[]
  /** Newest first. */
  readonly events: readonly DeploymentEvent[]
  /** Goes into `before` for older events; null where there are none. */
  readonly next: string | null
}

/** How many devices failed, by cause. */
export type DeploymentFailure = {
  readonly code: string
  readonly devices: number
  readonly lastDateTime: string
  readonly cause: DeploymentCause | null
}

/** Names that a template would give. */
export type CheckedNames = {
  readonly checked: number
  /** There are more devices than were checked. */
  readonly isCut: boolean
  readonly faults: readonly {
    readonly deviceId: string
    readonly serialNumber: string
    readonly name: string
    readonly fault: string
  }[]
}
