/** What technicians hand in at devices without an account, and how administrators decide about it. */

/** once: one device. key: a program that hands in many, such as a webhook of WindowsDeviceLink. */
export type IntakeCodeView = {
  readonly id: string
  readonly kind: 'once' | 'key'
  readonly label: string
  readonly groupTag: string | null
  readonly createdBy: string
  readonly createdDateTime: string
  readonly expiresDateTime: string
  readonly state: 'unused' | 'used' | 'active' | 'withdrawn' | 'expired'
}

export type NewIntakeCodeView = IntakeCodeView & {
  /** Shown once. */
  readonly code: string
  /** Where the code is handed in by hand; of a key, where the program sends its links. */
  readonly url: string
  /** What a technician runs at the device; null for a key. */
  readonly command: string | null
  /** The rows of a QR code of the address, `1` = dark; empty for a key. */
  readonly qr: readonly string[]
}

export type IntakeView = {
  readonly id: string
  readonly kind: 'hash' | 'link'
  /** Of the code: what a hash gets unless the approval names another. */
  readonly groupTag: string | null
  readonly serialNumber: string
  readonly manufacturer: string
  readonly model: string
  readonly note: string
  readonly address: string
  readonly codeId: string
  readonly state: 'pending' | 'approved' | 'rejected' | 'expired'
  readonly submittedDateTime: string
  readonly expiresDateTime: string
  readonly decidedDateTime: string | null
  readonly decidedBy: string | null
  readonly reason: string | null
  /** The receipt of the import that the approval began. */
  readonly receiptId: string | null
  readonly associationId: string | null
}

/** `POST /intake/v1/submissions`. */
export type IntakeReceipt = { readonly id: string; readonly state: 'pending' }

/** `POST /intake/v1/status`. */
export type IntakeStatus = {
  readonly state: 'unused' | 'pending' | 'approved' | 'rejected' | 'expired'
  readonly serialNumber: string | null
  readonly reason: string | null
}

/** What a code is made with. */
export type IntakeCodeRequest = {
  readonly kind?: 'once' | 'key' | undefined
  readonly label?: string | undefined
  readonly groupTag?: string | null | undefined
  readonly minutes?: number | undefined
}

export type IntakeApproval = { readonly groupTag?: string | null | undefined }
export type IntakeAssociation = { readonly policyId?: string | null | undefined }
export type IntakeRejection = { readonly reason?: string | null | undefined }
