/**
 * One spelling per identifier, so that equal things compare equal and nothing else does.
 *
 * White space is removed rather than collapsed: firmware pads and breaks serial numbers arbitrarily, and no maker
 * is known to use blanks to distinguish machines. Applying a rule twice changes nothing.
 */
import { byteSwapped, missingText } from 'taxiway-hardware-hash'

/** The kinds of value, each with its spelling and deny rules. */
export type ValueKind =
  | 'ek'
  | 'uuid'
  | 'productKeyId'
  | 'serial'
  | 'name'
  | 'offlineId'
  | 'mac'
  | 'disk'

export const valueKinds = [
  'ek',
  'uuid',
  'productKeyId',
  'serial',
  'name',
  'offlineId',
  'mac',
  'disk',
] as const satisfies readonly ValueKind[]

/** The normal form of `text`; empty if nothing is left. */
export function normalised(kind: ValueKind, text: string): string {
  return rules[kind](text)
}

const rules: Readonly<Record<ValueKind, (text: string) => string>> = {
  ek: (text) => text.trim().toLowerCase(),
  uuid: (text) => orderFree(text.trim().toLowerCase()),
  productKeyId: plain,
  serial: plain,
  name: plain,
  offlineId: plain,
  mac: (text) => text.trim().toUpperCase().replaceAll('-', ':'),
  disk: (text) => plain(plain(text).replace(/\.+$/, '')),
}

/** Upper case, without white space and invisible characters. */
function plain(text: string): string {
  const upper = printable.test(text) ? withoutBlanks(text).toUpperCase() : folded(text)
  return upper === missingText ? '' : upper
}

/** Most values have none. */
function withoutBlanks(text: string): string {
  return text.includes(' ') ? text.replaceAll(' ', '') : text
}

const printable = /^[ -~]*$/

/** Beyond ASCII, case mapping and composition affect each other; a few rounds reach a fixed point. */
function folded(text: string): string {
  let before = text
  for (let round = 0; round < 4; round++) {
    const after = before
      .normalize('NFKC')
      .toUpperCase()
      .replace(/[\s\p{C}]+/gu, '')
    if (after === before) break
    before = after
  }
  return before
}

const uuidShape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The smaller of a UUID's two byte orders, because existing decoders print either; empty for other text. */
function orderFree(uuid: string): string {
  if (!uuidShape.test(uuid)) return ''
  const other = byteSwapped(uuid)
  return other < uuid ? other : uuid
}
