/** What the three registers say of devices: the registrations, the Intune devices, the directory. */

export type RegistrationFacts = {
  readonly id: string
  readonly serialNumber: string
  readonly azureAdDeviceId: string | null
  readonly managedDeviceId: string | null
  readonly userPrincipalName: string | null
  readonly purchaseOrderIdentifier: string | null
}

export type ManagedFacts = {
  readonly id: string
  readonly serialNumber: string
  readonly azureAdDeviceId: string | null
  readonly isHybrid: boolean
  /** Configuration Manager has a record of it too. */
  readonly isCoManaged: boolean
}

export type DirectoryFacts = {
  readonly id: string
  readonly deviceId: string
  readonly physicalIds: readonly string[]
  readonly trustType: string | null
}

export type LookUp<Facts> =
  | { readonly ok: true; readonly found: readonly Facts[] }
  | { readonly ok: false; readonly reason: string }

/** What each register said; more records than those of the device may be among them. */
export type LookedUp<
  Registration extends RegistrationFacts = RegistrationFacts,
  Managed extends ManagedFacts = ManagedFacts,
  Directory extends DirectoryFacts = DirectoryFacts,
> = {
  readonly autopilot: LookUp<Registration>
  readonly managedDevice: LookUp<Managed>
  readonly directoryDevice: LookUp<Directory>
}

export type AskedDevice = { readonly serialNumber: string } | { readonly id: string }
