/** The organization's own settings. */

export type OrganizationSettings = {
  readonly id: string
  readonly displayName: string
  readonly domains: readonly string[]
  /** How long an import stays undecided, in seconds. */
  readonly importSeconds: number
  /** What becomes of a partner's row that names a device which nobody has reported or registered. */
  readonly unknownTuples: 'refuse' | 'declare'
}

export type OrganizationSettingsChange = {
  readonly displayName?: string | undefined
  readonly importSeconds?: number | undefined
  readonly unknownTuples?: 'refuse' | 'declare' | undefined
}
