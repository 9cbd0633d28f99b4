/** Locked or free: what your own tenants know about a device, and what it has proved itself. */

export type OwnPlace = {
  readonly tenantId: string
  readonly tenantName: string
  readonly state: 'registered' | 'reserved' | 'released' | 'transferred'
  /** Of the registration. */
  readonly id: string
  readonly groupTag: string | null
  readonly sinceDateTime: string
  /** While it is reserved. */
  readonly untilDateTime: string | null
}

/** `unknown`: none of these tenants has it. Another may; only the device itself can have that said, by its TPM. */
export type OwnVerdict = {
  readonly serialNumber: string
  readonly verdict: 'locked' | 'released' | 'unknown'
  readonly places: readonly OwnPlace[]
}

export type OwnVerdicts = {
  readonly value: readonly OwnVerdict[]
  /** Those that were asked. `own-batches`: a customer, whose devices are seen as far as the partner added them. */
  readonly tenants: readonly {
    readonly tenantId: string
    readonly displayName: string
    readonly seen: 'all' | 'group-tags' | 'own-batches'
  }[]
}

/** What a device proved by its TPM key, over the whole installation. */
export type ProvenVerdict = {
  readonly verdict: 'free' | 'own' | 'locked'
  readonly checkedDateTime: string
  /** SHA-256 of the key, in hexadecimal. */
  readonly keyDigest: string
  /** As the hash of the device says. */
  readonly serialNumber: string | null
  readonly manufacturer: string | null
  readonly model: string | null
  /** Of your own registration. */
  readonly registrationId: string | null
}

export type OwnershipRequest = { readonly serialNumbers: readonly string[] }
