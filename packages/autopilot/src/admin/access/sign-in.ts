/** How people sign in: policies, second factors, first passwords, external identity providers. */
export type SignInPolicy = { readonly deviceCode: boolean }

export type FactorPolicy = {
  readonly factorRequired: boolean
  readonly strictCodes: boolean
  /** Roles whose holders need a passkey. */
  readonly passkeyRoles: readonly string[]
}

/** An authenticator app or a hardware token; only a hardware token has a serial number and a maker. */
export type CodeFactor = {
  readonly id: string
  readonly serialNumber: string | null
  readonly manufacturer: string | null
  readonly model: string | null
  readonly hashFunction: string
  readonly digits: number
  readonly timeIntervalInSeconds: number
  readonly userId: string | null
  /** Graph's words. [schema: hardwareOathTokenStatus, beta] */
  readonly status: 'available' | 'assigned' | 'activated'
}

export type PasskeyFactor = {
  readonly id: string
  readonly displayName: string
  readonly createdAt: string
  readonly lastUsedAt: string | null
  readonly backedUp: boolean
  readonly blocked: boolean
}

export type Factors = {
  readonly tokens: readonly CodeFactor[]
  readonly passkeys: readonly PasskeyFactor[]
  /** Factors that will be removed at the stated time. */
  readonly removals: readonly {
    readonly factorId: string
    readonly kind: 'authenticator-app' | 'passkey'
    readonly askedAt: string
    readonly dueAt: string
  }[]
  readonly recoveryCodesLeft: number
  readonly codesLocked: boolean
}

/** One row of a token file has an id or an error. */
export type ImportedTokens = {
  readonly value: readonly {
    readonly row: number
    readonly id?: string | undefined
    readonly serialNumber?: string | undefined
    readonly error?:
      | {
          readonly column?: string | undefined
          readonly position?: number | undefined
          readonly message: string
        }
      | undefined
  }[]
  readonly notice?: string | undefined
}

/** Shown only once. */
export type FirstPassword = { readonly password: string; readonly expiresAt: string }

export type IdentityProvider = {
  readonly id: string
  readonly displayName: string
  readonly issuer: string
  readonly clientId: string
  readonly hasClientSecret: boolean
  readonly linkClaim: string
  readonly requiredTid: string | null
  /** Whether the platform operator allows it in the private network. */
  readonly privateNetwork: boolean
}

/** The key is shown only once, for an app that cannot read the picture of the address. */
export type NewAuthenticatorApp = {
  readonly id: string
  readonly key: string
  readonly uri: string
}

/** What `navigator.credentials.create` takes, as JSON, and the session that its answer names. */
export type PasskeyOptions = {
  readonly id: string
  readonly options: Readonly<Record<string, unknown>>
}

/** Shown only once. */
export type RecoveryCodes = { readonly codes: readonly string[] }

/** When a factor will be gone. */
export type FactorRemoval = { readonly dueAt: string }

/** A change to a user's second factors. */
export type FactorNotice = {
  readonly id: string
  readonly at: string
  readonly userId: string
  readonly userPrincipalName: string | null
  readonly name: string
  readonly message: string
}

/** One person requests it and another decides. */
export type FactorReset = {
  readonly id: string
  readonly userId: string
  readonly state: 'asked' | 'approved' | 'rejected'
  readonly reason: string
  readonly askedBy: string
  readonly askedAt: string
  readonly expiresAt: string
  readonly decidedBy: string | null
  readonly decidedAt: string | null
}
