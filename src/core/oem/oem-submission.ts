/** What an OEM sends: registrations and deregistrations by tuple or product key id, and reports of what was built. */
import type { RefusalName } from 'taxiway-autopilot'
import type { Token } from '../identity/tokens.ts'
import type { DeviceId, TenantId } from '../ids.ts'
import type { IdPage } from '../query.ts'

/** Why a row was refused before any device was looked for, besides the reasons of every import. */
export type OemRefusal = RefusalName | 'ConsentMissing' | 'RemovalLimitReached'

export type OemRow = {
  /** The OEM's own name of the row; null = it gave none. */
  readonly rowId: string | null
  readonly state: 'undecided' | 'complete' | 'error'
  readonly refusal?: OemRefusal
  readonly registrationId?: string | null
}

/** As stored: with its result, or with the import's row that decides it. */
export type StoredOemRow =
  | OemRow
  | { readonly rowId: string | null; readonly importId: string; readonly row: number }

export type OemSubmission = {
  readonly id: string
  readonly kind: 'devices' | 'inventory'
  readonly at: Date
  readonly rows: readonly OemRow[]
}

export type OemSubmissions = {
  add(
    oemId: TenantId,
    submission: Pick<OemSubmission, 'id' | 'kind'> & { readonly rows: readonly StoredOemRow[] },
  ): Promise<void>
  find(oemId: TenantId, id: string): Promise<OemSubmission | undefined>
  /** The newest first, without their rows. */
  list(oemId: TenantId, page: IdPage<string>): Promise<readonly Omit<OemSubmission, 'rows'>[]>
}

export type ReportedDevice = {
  /** The same for the same device of the same OEM, so that a second report replaces the first. */
  readonly id: string
  readonly tokens: readonly Token[]
  readonly bytes: Uint8Array
}

export type Inventory = {
  report(oemId: TenantId, devices: readonly ReportedDevice[]): Promise<void>
}

/** How an OEM names a device; both null: not at all. */
export type OemName = {
  readonly productKeyId: string | null
  readonly tuple: {
    readonly manufacturer: string
    readonly model: string
    readonly serialNumber: string
  } | null
}

export type OwnRegistration = { readonly customerId: TenantId; readonly deviceId: DeviceId }

/** Devices that an OEM registered, by the names it gave them. */
export type OwnRegistrations = {
  /** Of each name, in order, all that it means, or two of them. */
  find(oemId: TenantId, names: readonly OemName[]): Promise<readonly (readonly OwnRegistration[])[]>
  /** Hashes that the OEM itself reported under these tokens. */
  reportedUnder(
    oemId: TenantId,
    tokens: readonly Token[],
  ): Promise<ReadonlyMap<Token, readonly Uint8Array[]>>
  /** Those who hold each token, as far as the OEM registered them. */
  holding(
    oemId: TenantId,
    tokens: readonly Token[],
  ): Promise<ReadonlyMap<Token, readonly OwnRegistration[]>>
}
