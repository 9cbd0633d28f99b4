/** The organization's own settings. */

export type OrganizationSettings = {
  readonly id: string
  readonly displayName: string
  readonly domains: readonly string[]
  /** How long an import stays undecided, in seconds. */
  readonly importSeconds: number
}

export type OrganizationSettingsChange = {
  readonly displayName?: string | undefined
  readonly importSeconds?: number | undefined
}
