/**
 * One spelling for each identifier, so that equal things compare equal and nothing else does.
 *
 * White space is dropped rather than collapsed: firmware pads and breaks serial numbers as it likes,
 * and no maker is known to tell two machines apart by a blank. Applying a rule twice changes nothing.
 */
import { byteSwapped, missingText } from 'taxiway-hardware-hash'

/** What a value is, as far as its spelling and its deny list are concerned. */
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

/** The one spelling of `text`; empty where nothing is left of it. */
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

/** Upper case, without white space and characters that nobody sees. */
function plain(text: string): string {
  const upper = printable.test(text) ? text.replaceAll(' ', '').toUpperCase() : folded(text)
  return upper === missingText ? '' : upper
}

const printable = /^[ -~]*$/

/** Case mapping and composition feed each other beyond ASCII; a few rounds bring them to rest. */
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

/** The smaller of a UUID's two byte orders, since decoders in the wild print either; empty for other text. */
function orderFree(uuid: string): string {
  if (!uuidShape.test(uuid)) return ''
  const other = byteSwapped(uuid)
  return other < uuid ? other : uuid
}
