/** What uses groups and profiles. */

export type GroupUse = {
  readonly id: string
  /** Null: its rule is no longer readable. */
  readonly memberCount: number | null
  /** Names of profiles that are assigned to it or exclude it; null: the caller may not read profiles. */
  readonly profiles: readonly string[] | null
  /** Names of roles that its members have; null: the caller may not read roles. */
  readonly roles: readonly string[] | null
}

export type ProfileUse = {
  readonly id: string
  /** Of those that the caller may read; null: there are none. */
  readonly deviceCount: number | null
  readonly assignedTo: readonly {
    readonly kind: 'group' | 'excludedGroup' | 'allDevices'
    /** Null also where the caller may not read groups. */
    readonly groupName: string | null
  }[]
}

/** What a membership rule selects now; null: the caller may not read devices. */
export type RuleCount = { readonly devices: number | null }
