/** Roles and their assignments, and the permissions that roles are made of. */
export type Role = {
  readonly id: string
  readonly displayName: string
  readonly description: string
  readonly permissions: readonly string[]
  readonly builtIn: boolean
}

export type Permission = {
  readonly permission: string
  readonly title: string
  readonly scopes: readonly string[]
  /** Whether an assignment may limit it to group tags. */
  readonly limit: 'tags' | 'never'
}

export type RoleAssignment = {
  readonly id: string
  readonly roleId: string
  readonly principalKind: string
  readonly principalId: string
  /** Null: the whole tenant. An empty text stands for devices without a tag. */
  readonly groupTags: readonly string[] | null
}
