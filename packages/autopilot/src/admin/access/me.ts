/** Who is signed in, their permissions, and the server's properties; and what a page needs before a sign-in. */
export type Me = {
  readonly user: {
    readonly id: string
    readonly userPrincipalName: string
    readonly displayName: string
  }
  readonly tenant: {
    readonly id: string
    readonly displayName: string
    readonly domain: string
    /** Such as `cspDirect`; null = an organization that only owns devices. */
    readonly partnerKind: string | null
  }
  readonly roles: readonly string[]
  readonly permissions: readonly {
    readonly permission: string
    /** Null: the whole tenant. */
    readonly groupTags: readonly string[] | null
  }[]
  readonly signIn: {
    readonly authTime: string
    readonly amr: readonly string[]
    readonly freshUntil: string | null
    readonly freshNeeded: boolean
  }
  readonly factors: { readonly passkeys: number; readonly codes: number }
  readonly server: {
    readonly version: string
    readonly fidelity: 'lenient' | 'strict'
    readonly emulator: boolean
    readonly now: string
    readonly importSeconds: number
    readonly maxImportRows: number
  }
}

export type PortalConfiguration = {
  readonly publicUrl: string
  /** The domain to sign in to if there is only one. */
  readonly onlyTenant: string | null
  readonly version: string
}
