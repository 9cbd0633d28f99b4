/** Applications, and the secrets by which they sign in. */
export type Application = {
  readonly applicationId: string
  readonly objectId: string
  readonly displayName: string
  readonly roles: readonly string[]
}

/** The secret is shown only once. */
export type ApplicationCredentials = { readonly applicationId: string; readonly secret: string }

/** A secret without the secret. */
export type ApplicationSecret = {
  readonly id: string
  readonly createdAt: string
  readonly expiresAt: string | null
}

export type NewApplicationSecret = ApplicationSecret & { readonly secret: string }
