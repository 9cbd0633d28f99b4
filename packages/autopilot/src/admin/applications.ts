/** Applications, how people sign in to them, and the credentials that they sign in with. */
export type ApplicationKind = 'web' | 'spa' | 'native'

export type Application = {
  readonly applicationId: string
  readonly objectId: string
  readonly displayName: string
  /** False: it is disabled. */
  readonly enabled: boolean
  readonly roles: readonly string[]
  readonly kind: ApplicationKind
  readonly redirectUris: readonly string[]
  readonly delegatedScopes: readonly string[]
  /** Consented for the whole tenant. */
  readonly consentedScopes: readonly string[]
}

/** The secret is shown only once; public clients have none. */
export type ApplicationCredentials = {
  readonly applicationId: string
  readonly secret?: string | undefined
}

/** A secret's details, without the secret itself. */
export type ApplicationSecret = {
  readonly id: string
  readonly displayName: string | null
  /** Its first three characters. */
  readonly hint: string | null
  readonly createdAt: string
  readonly expiresAt: string | null
}

export type NewApplicationSecret = ApplicationSecret & { readonly secret: string }

/** A public key without a certificate; its id is its thumbprint (RFC 7638). */
export type ApplicationKey = {
  readonly id: string
  /** What its owner calls it in the tokens that it signs. */
  readonly kid: string | null
  readonly bits: number
  /** Null: it never expires. */
  readonly expiresAt: string | null
}

/** Thumbprints are in hexadecimal: SHA-1, as Windows shows it, and SHA-256. */
export type ApplicationCertificate = {
  readonly id: string
  readonly displayName: string | null
  readonly subject: string
  readonly thumbprint: string
  readonly thumbprintSha256: string
  readonly notBefore: string
  readonly expiresAt: string
}
