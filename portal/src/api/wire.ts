/** What the routes under `/admin/v1` that the portal asks take and give. */

export type Me = {
  readonly user: {
    readonly id: string
    readonly userPrincipalName: string
    readonly displayName: string
  }
  readonly tenant: { readonly id: string; readonly displayName: string; readonly domain: string }
  readonly roles: readonly string[]
  readonly permissions: readonly {
    readonly permission: string
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

export type Configuration = {
  readonly publicUrl: string
  readonly onlyTenant: string | null
  readonly version: string
}

export type Device = {
  readonly id: string
  readonly serialNumber: string
  readonly manufacturer: string
  readonly model: string
  readonly groupTag: string
  readonly purchaseOrderIdentifier: string
  readonly userPrincipalName: string
  readonly displayName: string
  readonly enrollmentState: string
  readonly lastContactedDateTime: string | null
  readonly registeredDateTime: string
  readonly profileId: string | null
  readonly profileName: string | null
  readonly profileStatus: string
  readonly profileAssignedDateTime: string | null
  readonly claimLevel: number
  readonly provisionalUntilDateTime: string | null
  readonly conflictId: string | null
  readonly importId: string | null
  readonly etag: string
}

export type DevicePage = {
  readonly value: readonly Device[]
  readonly count: number
  readonly asOf: string
}

export type Counted = { readonly value: string; readonly count: number }

export type Facets = {
  readonly facets: Readonly<Record<string, readonly Counted[]>>
  readonly others: Readonly<Record<string, number>>
}

/** Which devices an act is about. */
export type WireSelection =
  | { readonly ids: readonly string[] }
  | {
      readonly q: string
      readonly filter: string
      readonly except: readonly string[]
      readonly expectedCount: number
    }

export type TextChange =
  | { readonly set: string }
  | { readonly prepend: string }
  | { readonly append: string }
  | { readonly clear: true }

export type DeviceChange = {
  readonly groupTag?: TextChange
  readonly displayName?: { readonly template: string }
  readonly userPrincipalName?: { readonly set: string } | { readonly clear: true }
}

export type JobRequest = {
  readonly kind: 'update-devices' | 'delete-devices' | 'export-devices'
  readonly selection: WireSelection
  readonly change?: DeviceChange
  readonly format?: 'spreadsheet' | 'intune' | 'json'
  readonly columns?: readonly string[]
  readonly dryRun?: boolean
}

export type JobCounts = {
  readonly asked: number
  readonly changed: number
  readonly unchanged: number
  readonly refused: number
  readonly missing: number
}

export type Job = {
  readonly id: string
  readonly kind: string
  readonly label: string
  readonly state: 'ready' | 'running' | 'done' | 'cancelled'
  readonly counts: JobCounts
  readonly by: string
  readonly createdAt: string
  readonly endedAt: string | null
  readonly undoUntil: string | null
  readonly resultUrl: string | null
}

export type JobRow = {
  readonly deviceId: string
  readonly serialNumber: string
  readonly state: string
  readonly reason: string | null
  readonly before: Readonly<Record<string, string | null>> | null
  readonly after: Readonly<Record<string, string | null>> | null
}

export type ImportRow = {
  readonly file: string
  readonly line: number
  readonly serialNumber: string
  readonly productKey: string
  readonly hardwareIdentifier: string
  readonly groupTag: string
  readonly assignedUserPrincipalName: string
}

export type Import = {
  readonly importId: string
  readonly label: string | null
  readonly by: string | null
  readonly at: string
  readonly rows: number
  readonly complete: number
  readonly error: number
  readonly undecided: number
  readonly byError: readonly { readonly name: string; readonly count: number }[]
}

export type ImportReceipt = {
  readonly id: string
  readonly file: string | null
  readonly line: number | null
  readonly serialNumber: string
  readonly state: string
  readonly deviceId: string | null
  readonly errorName: string | null
  readonly errorCode: number | null
}

export type Page<T> = { readonly value: readonly T[]; readonly next: string | null }

export type Overview = {
  readonly asOf: string
  readonly registered: number
  readonly byDay: readonly { readonly day: string; readonly count: number }[]
  readonly byManufacturer: readonly Counted[]
  readonly byModel: readonly Counted[]
  readonly byTag: readonly Counted[]
  readonly funnel: {
    readonly registered: number
    readonly assigned: number
    readonly enrolled: number
  }
  readonly failures: readonly { readonly name: string; readonly count: number }[]
  readonly conflictsOpen: number
  readonly provisionalEndingSoon: number
  readonly sync: {
    readonly lastAt: string | null
    readonly nextAt: string | null
    readonly running: boolean
  }
  readonly lastImports: readonly Import[]
}

export type DeviceHash = {
  readonly id: string
  readonly acceptedDateTime: string
  readonly by: string | null
  readonly importId: string | null
  readonly file: string | null
  readonly line: number | null
  readonly decoded: Readonly<Record<string, unknown>> | null
  readonly findings: readonly {
    readonly severity: string
    readonly code: string
    readonly message: string
  }[]
  readonly changes: readonly {
    readonly field: string
    readonly binding: string
    readonly relation: string
    readonly before: unknown
    readonly after: unknown
  }[]
}

export type TimelineEntry = {
  readonly at: string
  readonly kind: string
  readonly sentence: string
  readonly actor: string | null
  readonly before: unknown
  readonly after: unknown
  readonly link: string | null
}

export type Assignment = {
  readonly profileId: string | null
  readonly because: {
    readonly group: string | null
    readonly rule: string | null
    readonly assignmentId: string
  } | null
  readonly others: readonly { readonly profileId: string; readonly reason: string }[]
}
