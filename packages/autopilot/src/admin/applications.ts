/** Applications, how people sign in to them, and the credentials by which they sign in themselves. */
export type ApplicationKind = 'web' | 'spa' | 'native'

export type Application = {
  readonly applicationId: string
  readonly objectId: string
  readonly displayName: string
  /** False: somebody has stopped it. */
  readonly enabled: boolean
  readonly roles: readonly string[]
  readonly kind: ApplicationKind
  readonly redirectUris: readonly string[]
  readonly delegatedScopes: readonly string[]
  /** Allowed for everybody in the tenant. */
  readonly consentedScopes: readonly string[]
}

/** The secret is shown only once; an application that keeps none has none. */
export type ApplicationCredentials = {
  readonly applicationId: string
  readonly secret?: string | undefined
}

/** A secret without the secret. */
export type ApplicationSecret = {
  readonly id: string
  readonly displayName: string | null
  /** Its first three characters. */
  readonly hint: string | null
  readonly createdAt: string
  readonly expiresAt: string | null
}

export type NewApplicationSecret = ApplicationSecret & { readonly secret: string }

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
