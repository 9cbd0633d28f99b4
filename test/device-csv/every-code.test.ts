/** Every finding code is documented with an example and is met by a case; here are those that no golden file can show. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { archiveLimits } from '../../src/collect/limits.ts'
import {
  checkDeviceCsv,
  type FindingCode,
  findingCodes,
  readUserNames,
} from '../../src/device-csv/index.ts'
import { formCases } from './golden/form-cases.ts'
import { file, header, header5, rowA, withHashes } from './golden/golden-case.ts'
import { kindCases } from './golden/kind-cases.ts'
import { valueCases } from './golden/value-cases.ts'
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
  const golden = [...formCases, ...valueCases, ...kindCases].flatMap(({ findings, leftOut }) => [
    ...findings,
    ...leftOut,
  ])
  const met = new Set([
    ...Object.keys(special),
    ...golden.flatMap((place) => place.split(' ').slice(1)),
  ])
  expect(Object.keys(findingCodes).filter((code) => !met.has(code))).toEqual([])
})

test('every code is documented, with an example before and after', () => {
  const sections = new Map(
    docs.split('\n### ').map((section) => [section.slice(1, section.indexOf('`', 1)), section]),
  )
  for (const [code, { repairable }] of Object.entries(findingCodes)) {
    const section = sections.get(code) ?? ''
    expect(section, code).toMatch(/\n- Before: .+\n- After: .+/)
    expect(section.includes('**Mended.**'), code).toBe(repairable)
  }
})

test('the limits of archives are documented as they are', () => {
  const { archiveBytes, entryBytes, totalBytes, ratio, entries } = archiveLimits
  for (const bytes of [archiveBytes, entryBytes, totalBytes])
    expect(docs).toContain(`${bytes >> 20} MB`)
  expect(docs).toContain(`${ratio} times its size`)
  expect(docs).toContain(`${entries.toLocaleString('en')} entries`)
})
