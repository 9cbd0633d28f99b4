/** Devices that go from one tenant to another, and the certificates that say so. */

export type TransferDeviceView = {
  readonly serialNumber: string
  readonly manufacturer: string | null
  readonly model: string | null
  /** In the caller's tenant; null while there is none. */
  readonly registrationId: string | null
}

export type TransferView = {
  readonly id: string
  /** Of the caller's tenant; an operator may be neither. */
  readonly side: 'giver' | 'receiver' | 'none'
  readonly state: 'offered' | 'completed' | 'declined' | 'withdrawn' | 'expired' | 'reversed'
  readonly count: number
  /** How many of each model. */
  readonly models: readonly { readonly model: string | null; readonly count: number }[]
  /** The receiver sees them once the transfer is completed. */
  readonly devices: readonly TransferDeviceView[]
  /** The named tenant, to the giver; both, once it is completed. */
  readonly toTenantId: string | null
  readonly fromTenantId: string | null
  readonly message: string | null
  readonly createdDateTime: string
  readonly expiresDateTime: string
  readonly decidedDateTime: string | null
  readonly dispute: {
    readonly openedDateTime: string
    readonly reason: string
    readonly answer: string | null
    readonly decidedDateTime: string | null
    /** The operator's. */
    readonly decisionReason: string | null
  } | null
}

/** The code is shown only now. */
export type NewTransfer = TransferView & { readonly code: string }

export type ReleaseCertificateView = {
  readonly id: string
  readonly kind: string
  readonly sequence: number
  readonly serialNumber: string
  /** The compact form of the JWS. */
  readonly jws: string
  /** Where anybody can see whether it is the latest. */
  readonly verifyUrl: string
}

export type TransferCertificates = { readonly certificates: readonly ReleaseCertificateView[] }

export type TransferOffer = {
  readonly deviceIds: readonly string[]
  /** Absent: anyone who has the code. */
  readonly to?: { readonly tenantDomain: string } | { readonly tenantId: string } | undefined
  readonly message?: string | undefined
  /** The certificates do not say who gave the devices. */
  readonly anonymous?: boolean | undefined
  readonly expiresInDays?: number | undefined
}

/** By its code or, if it names your tenant, by its id. */
export type NamedTransfer = {
  readonly code?: string | undefined
  readonly transferId?: string | undefined
}

export type TransferAcceptance = NamedTransfer & { readonly groupTag?: string | null | undefined }
export type TransferDispute = { readonly reason: string }
export type TransferAnswer = { readonly answer: string }
export type TransferDecision = {
  readonly decision: 'keep' | 'reverse'
  readonly reason: string
}
