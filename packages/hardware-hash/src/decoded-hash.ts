/**
 * What a decoded hash offers: the contract's field names over the records.
 *
 * Values are read from the bytes when asked for, not before: a registry looks at a handful of
 * fields of each of many hashes. `toJSON` gives them all as plain data.
 */
import { isZero, toHex, u16 } from './bytes.ts'
import { sha256 } from './digest/digest.ts'
import { headSize, trailerSize } from './envelope.ts'
import type { HashDescription, NetworkAdapter } from './records/fields.ts'
import { type HashRecord, lengthAt, recordsIn } from './records/hash-record.ts'
import { type DecodedDisk, mergeDisks } from './records/merged-disks.ts'
import { type RecordKey, readValue, recordKinds } from './records/record-table.ts'

/** The TPM as the hash shows it; a part is null when its record is absent. */
export type DecodedTpm = {
  readonly version: string | null
  /** Lower-case hex. */
  readonly ekPublicModulus: string | null
  /** SHA-256 of the modulus, or, where that is absent, the digest that record 11 claims. */
  readonly ekDigest: string | null
  /** Whether record 11 agrees with the key; null when one of the two is absent. */
  readonly ekDigestMatches: boolean | null
}

type Entry<K extends RecordKey> = Exclude<HashDescription[K], undefined>
type Item<K extends RecordKey> = Entry<K> extends readonly (infer One)[] ? One : Entry<K>

/** A text or number field is null when its record is absent or unreadable. */
export class DecodedHash {
  readonly ok = true as const
  /** Whether the SHA-256 in the trailer fits the records. It has no key: it shows damage, not forgery. */
  readonly digestValid: boolean
  /** All 3000 bytes. */
  readonly bytes: Uint8Array
  #records: readonly HashRecord[] | undefined
  #places: Uint16Array | undefined

  /** For the decoder, which has made sure that the records can be followed to their end. */
  constructor(bytes: Uint8Array, digestValid: boolean) {
    this.bytes = bytes
    this.digestValid = digestValid
  }

  /** In the order of the bytes. */
  get records(): readonly HashRecord[] {
    this.#records ??= recordsIn(this.bytes)
    return this.#records
  }

  /** Whether everything after the digest is zero, as the tool leaves it. */
  get tailIsZero(): boolean {
    return isZero(this.bytes, u16(this.bytes, 2) + trailerSize)
  }

  get toolVersion(): number | null {
    return this.#header?.toolVersion ?? null
  }

  get toolBuild(): string | null {
    return this.#header?.toolBuild ?? null
  }

  get osBuild(): string | null {
    return this.#header?.osBuild ?? null
  }

  /** UTC by the machine's clock, which may be wrong. */
  get osSystemTime(): string | null {
    return this.#header?.osSystemTime ?? null
  }

  get osType(): string | null {
    return this.#header?.osType ?? null
  }

  get architecture(): string | null {
    return this.#header?.architecture ?? null
  }

  get manufacturer(): string | null {
    return this.#first('manufacturer')
  }

  get model(): string | null {
    return this.#first('model')
  }

  get serialNumber(): string | null {
    return this.#first('serialNumber')
  }

  get skuNumber(): string | null {
    return this.#first('skuNumber')
  }

  get systemFamily(): string | null {
    return this.#first('systemFamily')
  }

  get smbiosUuid(): string | null {
    return this.#first('smbiosUuid')
  }

  get productKeyId(): string | null {
    return this.#first('productKeyId')
  }

  /** Null when the hash shows no TPM at all. */
  get tpm(): DecodedTpm | null {
    const version = this.#first('tpmVersion')
    const key = this.#payload('ekPublicModulus')
    const id = this.#first('offlineDeviceId')
    const claimed = id?.idType === 'TPM_EK' ? id.id : null
    if (version === null && key === undefined && claimed === null) return null
    const computed = key === undefined ? null : sha256(key)
    const ekDigestMatches = computed === null || claimed === null ? null : computed === claimed
    return {
      version,
      // Half a kilobyte of digits, for which only few ask.
      get ekPublicModulus() {
        return key === undefined ? null : toHex(key)
      },
      ekDigest: computed ?? claimed,
      ekDigestMatches,
    }
  }

  /** The union of what records 6, 7 and 28 name. */
  get disks(): readonly DecodedDisk[] {
    return mergeDisks(this.all('disks'), this.all('diskSerials'), this.#first('kernelDiskSerial'))
  }

  get networkAdapters(): readonly NetworkAdapter[] {
    return this.all('networkAdapters')
  }

  /** The readable values of every record behind `key`, in the order of the hash. */
  all<K extends RecordKey>(key: K): readonly Item<K>[] {
    const found: Item<K>[] = []
    for (let at = this.#place(key); at >= 0; at = this.#place(key, at)) {
      const value = this.#value(at)
      if (value !== null) found.push(value as Item<K>)
    }
    return found
  }

  toJSON(): Readonly<Record<string, unknown>> {
    const { ok, digestValid, toolVersion, toolBuild, osBuild, osSystemTime, osType } = this
    const { architecture, manufacturer, model, serialNumber, skuNumber, systemFamily } = this
    const { smbiosUuid, productKeyId, tpm, disks, networkAdapters, records } = this
    return {
      ...{ ok, digestValid, toolVersion, toolBuild, osBuild, osSystemTime, osType, architecture },
      ...{ manufacturer, model, serialNumber, skuNumber, systemFamily, smbiosUuid, productKeyId },
      ...{ tpm, disks, networkAdapters, records: records.map((record) => record.toJSON()) },
    }
  }

  get #header() {
    return this.#first('header')
  }

  #first<K extends RecordKey>(key: K): Entry<K> | null {
    const at = this.#place(key)
    return at < 0 ? null : (this.#value(at) as Entry<K> | null)
  }

  #payload(key: RecordKey): Uint8Array | undefined {
    const at = this.#place(key)
    return at < 0 ? undefined : this.bytes.subarray(at + headSize, at + lengthAt(this.bytes, at))
  }

  #value(at: number): unknown {
    const { bytes } = this
    return readValue(u16(bytes, at), bytes.subarray(at + headSize, at + lengthAt(bytes, at)))
  }

  /** Where the first record of a kind begins, or the next one after the record at `after`; -1: there is none. */
  #place(key: RecordKey, after?: number): number {
    const { bytes } = this
    const type = typeOfKey[key]
    this.#places ??= firstPlaces(bytes)
    if (after === undefined) return (this.#places[type] as number) - 1
    const total = u16(bytes, 2)
    let at = after + lengthAt(bytes, after)
    while (at < total && u16(bytes, at) !== type) at += lengthAt(bytes, at)
    return at < total ? at : -1
  }
}

const typeOfKey = Object.fromEntries(recordKinds.map(({ key, type }) => [key, type])) as Readonly<
  Record<RecordKey, number>
>
const knownTypes = Math.max(...recordKinds.map(({ type }) => type)) + 1

/** By type, one more than where its first record begins; 0: there is none. */
function firstPlaces(bytes: Uint8Array): Uint16Array {
  const places = new Uint16Array(knownTypes)
  const total = u16(bytes, 2)
  for (let at = headSize; at < total; at += lengthAt(bytes, at)) {
    const type = u16(bytes, at)
    if (places[type] === 0) places[type] = at + 1
  }
  return places
}
