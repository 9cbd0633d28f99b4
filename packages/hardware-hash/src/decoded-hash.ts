/**
 * What a decoded hash offers: the contract's field names over the records.
 *
 * Values are read from the bytes when asked for, not before: a registry looks at a handful of
 * fields of each of many hashes. `toJSON` gives them all as plain data.
 */
import { isZero, u16 } from './bytes.ts'
import { headSize, trailerSize } from './envelope.ts'
import { type DecodedTpm, decodedTpm } from './records/decoded-tpm.ts'
import type { HashDescription, NetworkAdapter } from './records/fields.ts'
import { type HashRecord, lengthAt, recordsIn } from './records/hash-record.ts'
import { type DecodedDisk, mergeDisks } from './records/merged-disks.ts'
import { firstPlace, firstPlaces, placeAfter } from './records/record-places.ts'
import { type RecordKey, readValue } from './records/record-table.ts'

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
    return decodedTpm({ version, key, claimed })
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
      ok,
      digestValid,
      toolVersion,
      toolBuild,
      osBuild,
      osSystemTime,
      osType,
      architecture,
      manufacturer,
      model,
      serialNumber,
      skuNumber,
      systemFamily,
      smbiosUuid,
      productKeyId,
      tpm,
      disks,
      networkAdapters,
      records: records.map((record) => record.toJSON()),
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
    if (after !== undefined) return placeAfter(bytes, after, key)
    this.#places ??= firstPlaces(bytes)
    return firstPlace(this.#places, key)
  }
}
