/** What uses groups and profiles. */

export type GroupUse = {
  readonly id: string
  /** Null: its rule is no longer readable. */
  readonly memberCount: number | null
  /** Names of profiles that are assigned to it or exclude it. */
  readonly profiles: readonly string[]
  /** Names of roles that its members have. */
  readonly roles: readonly string[]
}

export type ProfileUse = {
  readonly id: string
  readonly deviceCount: number
  readonly assignedTo: readonly {
    readonly kind: 'group' | 'excludedGroup' | 'allDevices'
    readonly groupName: string | null
  }[]
}

/** What a membership rule selects now. */
export type RuleCount = { readonly devices: number }
