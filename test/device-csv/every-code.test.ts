/** Every finding code is met by a case; here are those that no golden file can show. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  checkDeviceCsv,
  type FindingCode,
  findingCodes,
  type Profile,
  readUserNames,
} from 'taxiway-device-csv'
import { expect, test } from 'vitest'
import { archiveLimits } from '../../src/collect/limits.ts'
import { goldenCases } from './golden/all-cases.ts'
import { file, header, header5, rowA, withHashes } from './golden/golden-case.ts'
import { deviceLines } from './many-devices.ts'
import { sampleDevices } from './samples.ts'

const docs = readFileSync(join(import.meta.dirname, '../../docs/device-csv.md'), 'utf8')
const users = readUserNames(
  new TextEncoder().encode('displayName;userPrincipalName\nAnna;Anna@contoso.test\n'),
)

const special: Partial<Record<FindingCode, () => string>> = {
  'user-unknown': () =>
    file(header5, `${rowA},,ANNA@contoso.test`, `0DN6741SS8,,#2,,ana@contoso.test`),
  'hash-tail': () =>
    file(header, rowA.replace('#0', `${(sampleDevices[0]?.hash ?? '').slice(0, -1)}B`)),
  'line-too-long': () => file(header, 'x'.repeat(300_000), rowA),
  'serial-shared': () => file(header, ...twoBoards()),
}

/** One serial number in the column and in both hashes, but two TPM keys and UUIDs. */
function twoBoards(): readonly string[] {
  return [...deviceLines(2, { serialNumber: 'P0000000' })].map((line) => line.trim())
}

test.each(Object.entries(special))('%s', (code, content) => {
  const { findings } = checkDeviceCsv(withHashes(content()), { users })
  expect(findings.map((finding) => finding.code)).toContain(code)
  if (code === 'user-unknown') expect(findings).toHaveLength(1)
})

test('every code is met by a golden case or by one of these', () => {
  const golden = goldenCases.flatMap(({ findings, leftOut }) => [...findings, ...leftOut])
  const met = new Set([
    ...Object.keys(special),
    ...golden.flatMap((place) => place.split(' ').slice(1)),
  ])
  expect(Object.keys(findingCodes).filter((code) => !met.has(code))).toEqual([])
})

test('a profile changes how bad a thing is, never what is found', () => {
  const file = readFileSync(join(import.meta.dirname, 'golden/files/as-the-script-writes.csv'))
  const severities = (profile: Profile) =>
    Object.fromEntries(
      checkDeviceCsv(file, { profile }).findings.map(({ code, severity }) => [code, severity]),
    )
  const strict = severities('intune')
  expect(strict).toMatchObject({
    'encoding-unicode': 'error',
    quotes: 'error',
    'serial-missing': 'error',
  })
  expect(severities('intune-lenient')).toEqual({
    ...strict,
    'encoding-unicode': 'info',
    quotes: 'info',
    'serial-missing': 'warning',
  })
})

test.each<[Profile, number]>([
  ['intune', 500],
  ['intune-lenient', 500],
  ['partner-center', 1000],
  ['store-for-business', 1000],
  ['m365-business', 1000],
])('for %s a file may have %i rows', (profile, most) => {
  const codes = (rows: number) => {
    const lines = Array.from({ length: rows }, (_, n) => `S${n},,`)
    const { findings } = checkDeviceCsv(file(header, ...lines), { profile })
    return findings.map(({ code }) => code)
  }
  expect(codes(most)).not.toContain('too-many-rows')
  expect(codes(most + 1)).toContain('too-many-rows')
})

test('the limits of archives are documented as they are', () => {
  const { archiveBytes, entryBytes, totalBytes, ratio, entries } = archiveLimits
  for (const bytes of [archiveBytes, entryBytes, totalBytes])
    expect(docs).toContain(`${bytes >> 20} MB`)
  expect(docs).toContain(`${ratio} times its size`)
  expect(docs).toContain(`${entries.toLocaleString('en')} entries`)
})
