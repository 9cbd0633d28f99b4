/** Hashes that somebody made up: nobody gets another's device, and no lie turns into a silent match. */

import {
  byteSwapped,
  type DecodedHash,
  decodeHardwareHash,
  describeHardwareHash,
  isUsableHash,
  toBase64,
} from 'taxiway-hardware-hash'
import { expect, test } from 'vitest'
import { denyListOf } from '../../src/core/identity/deny-list.ts'
import { factsOf } from '../../src/core/identity/facts.ts'
import { identityTokens } from '../../src/core/identity/identity-tokens.ts'
import { type Candidate, conflictOf, judge } from '../../src/core/identity/judge.ts'
import { newRecord, withoutDenied } from '../../src/core/identity/record.ts'
import { tokensUnder } from '../../src/core/identity/tokens.ts'
import { defaultDenyList } from '../support/deny-list.ts'
import { compared, facts } from './identity.ts'
import { later, withDiskOf, withKeyOf } from './life.ts'
import { bareWhiteboxes, decoded, edited, guests, notebooks, whiteboxes } from './machines.ts'

const tokens = tokensUnder(new Uint8Array(32).fill(7))
const pairs = notebooks.map(({ name, hash, sibling }) => ({ name, own: hash, victim: sibling }))
const hidden = (hash: DecodedHash) => later(hash, { event: 'tpm-hidden' })
const registered = (...hashes: readonly DecodedHash[]): Candidate<string>[] =>
  hashes.map((hash, i) => ({ id: ['own', 'victim'][i] ?? '', record: newRecord(facts(hash)) }))

test.each(pairs)(
  "$name: with another device's serial number it stays itself",
  ({ own, victim }) => {
    const { manufacturer, serialNumber } = describeHardwareHash(victim)
    const forged = edited(own, { manufacturer, serialNumber })
    expect(isUsableHash(forged)).toBe(true)
    const judgement = judge(facts(forged), registered(own, victim))
    expect(judgement).toMatchObject({ verdict: 'match', id: 'own' })
    expect(judgement.candidates.map(({ comparison }) => conflictOf(comparison))).toEqual([
      'same-board-with-another-serial',
      'same-serial-on-another-board',
    ])
    expect(judge(facts(forged), registered(victim)).verdict).toBe('no-match')
    expect(compared(hidden(victim), hidden(forged)).verdict).toBe('no-match')
  },
)

test.each(pairs)(
  '$name: stripped to a stolen serial number it is a question, with the disk too',
  ({ own, victim }) => {
    const stripped = edited(hidden(own), {
      serialNumber: victim.serialNumber ?? undefined,
      manufacturer: victim.manufacturer ?? undefined,
      smbiosUuid: undefined,
      productKeyId: undefined,
      networkAdapters: undefined,
    })
    expect(compared(victim, stripped).verdict).toBe('review')
    const withoutKeyId = edited(hidden(victim), { productKeyId: undefined, smbiosUuid: undefined })
    expect(compared(withoutKeyId, stripped).verdict).toBe('review')
  },
)

test.each(pairs)(
  "$name: another's TPM key on its own board is nobody's match",
  ({ own, victim }) => {
    const forged = withKeyOf(own, victim)
    expect(compared(victim, forged).verdict).toBe('review')
    expect(compared(own, forged).verdict).toBe('review')
    const both = judge(facts(forged), registered(own, victim))
    expect(both.verdict).toBe('review')
    expect(both.id).toBeUndefined()
    // Its record without a key would match and learn the stolen one, if the key's holder were not asked.
    expect(compared(hidden(own), forged).verdict).toBe('match')
    expect(judge(facts(forged), registered(hidden(own), victim)).verdict).toBe('review')
    // And the victim's own captures are not held up by it.
    expect(judge(facts(victim), registered(forged, victim))).toMatchObject({ verdict: 'match' })
  },
)

test.each(pairs)(
  "$name: another's key digest beside its own key counts for nothing",
  ({ own, victim }) => {
    const forged = edited(own, { offlineDeviceId: describeHardwareHash(victim).offlineDeviceId })
    expect(facts(forged).ekDigest).toBe(facts(own).ekDigest)
    expect(compared(victim, forged).verdict).toBe('no-match')
  },
)

test.each([...notebooks, ...whiteboxes, ...guests])(
  '$name: a UUID in the other byte order is the same UUID',
  ({ hash }) => {
    const swapped = edited(hash, { smbiosUuid: byteSwapped(hash.smbiosUuid ?? '') })
    expect(swapped.smbiosUuid).not.toBe(hash.smbiosUuid)
    expect(facts(swapped)).toEqual(facts(hash))
    expect(compared(hash, swapped).verdict).toBe('match')
  },
)

test.each(pairs)('$name: every spelling of the base64 is refused or the same device', ({ own }) => {
  const text = toBase64(own.bytes)
  const spellings = [
    text.replaceAll('+', '-').replaceAll('/', '_'),
    text.replace(/.{76}/g, '$&\r\n'),
    `${text}====`,
    `${text}\n`,
    ` ${text}`,
    `"${text}"`,
    `${text.slice(0, -1)}B`,
    `${text}AAAA`,
  ]
  for (const spelling of spellings) {
    const read = decodeHardwareHash(spelling)
    if (isUsableHash(read)) expect(facts(read)).toEqual(facts(own))
  }
  expect(facts(decoded(text))).toEqual(facts(decoded(own.bytes)))
})

test.each(pairs)(
  '$name: case and blanks of a serial number do not make another device',
  ({ own }) => {
    const serial = own.serialNumber ?? ''
    for (const spelling of [
      serial.toLowerCase(),
      ` ${serial}`,
      `${serial}   `,
      serial.replace(/^../, '$& '),
    ]) {
      const spelled = edited(own, { serialNumber: spelling })
      expect(facts(spelled)).toEqual(facts(own))
    }
  },
)

test('a serial number that begins like another is another', () => {
  const base = edited(hidden(pairs[2]?.own ?? decoded('')), {
    smbiosUuid: undefined,
    productKeyId: undefined,
    networkAdapters: undefined,
  })
  const [short, long] = ['5CG1', '5CG12'].map((serialNumber) => edited(base, { serialNumber }))
  if (short === undefined || long === undefined) throw new Error('two hashes')
  expect(compared(short, long).verdict).not.toBe('match')
  const serialOf = (hash: DecodedHash) =>
    compared(short, hash).evidence.find(({ field }) => field === 'serial')?.relation
  expect([serialOf(short), serialOf(long)]).toEqual(['agrees', 'disagrees'])
  const shared = tokensOf(short).filter((token) => tokensOf(long).includes(token))
  expect(shared).toEqual(kinds(short, ['offline-id', 'disk']))
})

test('two machines with nothing but placeholders share no token, and are not taken for one', () => {
  const [a, b] = bareWhiteboxes
  if (a === undefined || b === undefined) throw new Error('two whiteboxes')
  const junkOnly = (hash: DecodedHash) =>
    edited(hash, { networkAdapters: undefined, offlineDeviceId: undefined })
  const [left, right] = [junkOnly(a.hash), junkOnly(b.hash)]
  expect(tokensOf(left).filter((token) => tokensOf(right).includes(token))).toEqual([])
  expect(facts(left).junk.map(({ field }) => field)).toEqual(
    expect.arrayContaining(['serial', 'uuid', 'model', 'manufacturer']),
  )
  expect(compared(left, withDiskOf(right, left)).verdict).toBe('no-match')
})

test('a hash cannot name more than a few devices, however many adapters it lists', () => {
  const { hash } = notebooks[2] ?? {}
  if (hash === undefined) throw new Error('there are notebooks')
  const networkAdapters = Array.from({ length: 60 }, (_, i) => ({
    medium: '802.3',
    bus: 'PCI',
    macAddress: `30:24:A9:00:00:${i.toString(16).padStart(2, '0').toUpperCase()}`,
  }))
  expect(identityTokens(facts(edited(hash, { networkAdapters })), tokens).length).toBeLessThan(20)
})

test('what can be unplugged names nobody: docks, USB adapters, USB sticks', () => {
  const { hash } = notebooks[0] ?? {}
  if (hash === undefined) throw new Error('there are notebooks')
  const stick = { capacityGb: 32, busType: 'USB', seekPenalty: false, trim: false }
  const plugged = edited(later(hash, { event: 'dock-attached' }), {
    disks: [...hash.all('disks'), stick],
    diskSerials: [
      ...hash.all('diskSerials'),
      { serialNumber: 'STICK1', product: null, vendor: null },
    ],
  })
  expect(tokensOf(plugged)).toEqual(tokensOf(hash))
  expect(facts(plugged).usbMacs).toHaveLength(1)
})

test('a value that operators deny later no longer counts on either side', () => {
  const { hash, sibling } = notebooks[2] ?? {}
  if (hash === undefined || sibling === undefined) throw new Error('there are notebooks')
  const clone = edited(sibling, { productKeyId: hash.productKeyId ?? undefined })
  expect(facts(clone).productKeyId).toBe(facts(hash).productKeyId)
  const deny = denyListOf([{ kind: 'productKeyId', value: hash.productKeyId ?? '' }])
  expect(factsOf(clone, deny).productKeyId).toBeNull()
  expect(factsOf(clone, deny).junk).toContainEqual({
    field: 'productKeyId',
    value: hash.productKeyId,
  })
  const record = newRecord(facts(hash))
  expect(withoutDenied(record, deny).board).toEqual({ ...record.board, productKeyIds: [] })
  expect(withoutDenied(record, defaultDenyList)).toEqual(record)
})

test('of two exact clones that are both registered, neither is picked', () => {
  const { hash } = guests[0] ?? {}
  if (hash === undefined) throw new Error('there are guests')
  const judgement = judge(facts(hash), registered(hash, hash))
  expect(judgement.verdict).toBe('review')
  expect(judgement.candidates.map(({ id }) => id)).toEqual(['own', 'victim'])
})

test("a guest's copied virtual TPM with a UUID of its own is a question", () => {
  const withTpm = guests.filter(({ hash }) => hash.tpm !== null)
  expect(withTpm.length).toBeGreaterThan(1)
  for (const { hash, sibling } of withTpm) {
    const { smbiosUuid, serialNumber } = describeHardwareHash(sibling)
    expect(compared(hash, edited(hash, { smbiosUuid, serialNumber })).verdict).toBe('review')
  }
})

function tokensOf(hash: DecodedHash): readonly string[] {
  return identityTokens(facts(hash), tokens).map(({ token }) => token)
}

function kinds(hash: DecodedHash, of: readonly string[]): readonly string[] {
  return identityTokens(facts(hash), tokens)
    .filter(({ kind }) => of.includes(kind))
    .map(({ token }) => token)
}
