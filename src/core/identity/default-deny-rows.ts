/**
 * The deny list of a new installation.
 *
 * The placeholders known to the hash library, QEMU's disk serials (from decoded hashes) and QEMU's default address
 * (from its documentation). Values that only look odd are not on it: an operator adds what their own fleet shows.
 */
import {
  placeholderNames,
  placeholderSerials,
  sharedAddresses,
  sharedUuids,
} from 'taxiway-hardware-hash'
import type { DenyRow } from './deny-list.ts'
import type { ValueKind } from './normalise.ts'

/** The hash library knows these as a rule: prefixes of 1234567890. */
const countedUp = ['12345', '123456', '1234567', '12345678', '123456789', '1234567890']

/** SHA-256 of no bytes and of 256 zero bytes: a key record without a key. */
const keys = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '5341e6b2646979a70e57653007a1f310169421ec9bdd9f1a5648f75ade005af1',
]

/** A UUID of one repeated digit is a placeholder, whichever digit it is. */
const repeatedDigits = [...'0123456789abcdef'].map((digit) => `[${digit}-]+`)

/** Rows for the table, in no particular order. */
export const defaultDenyRows: readonly DenyRow[] = [
  ...values('serial', [...placeholderSerials, ...countedUp]),
  ...patterns('serial', ['[01]+', '#.#', '#.#.#']),
  ...values('name', placeholderNames),
  ...values('uuid', [...sharedUuids, '01010101-0101-0101-0101-010101010101']),
  ...patterns('uuid', [...repeatedDigits, 'deadbeef-*']),
  ...values('mac', [
    '00:00:00:00:00:00',
    'FF:FF:FF:FF:FF:FF',
    ...sharedAddresses,
    '52:54:00:12:34:56',
  ]),
  ...patterns('mac', ['00:50:56:C0:*']),
  ...patterns('disk', ['[0_]+', 'QM000#+', '*00E0_4C0E*']),
  ...patterns('productKeyId', ['0+']),
  ...patterns('offlineId', ['*:0+', '*:F+']),
  ...values('ek', keys),
]

function values(kind: ValueKind, texts: readonly string[]): readonly DenyRow[] {
  return texts.map((value) => ({ kind, value }))
}

function patterns(kind: ValueKind, texts: readonly string[]): readonly DenyRow[] {
  return texts.map((pattern) => ({ kind, pattern }))
}
