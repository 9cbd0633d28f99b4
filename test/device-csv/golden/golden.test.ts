/** Every golden case: what it is, what is found in it, what it is repaired into, and that its files on disk are the same. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkDeviceCsv, type Finding, fixDeviceCsv } from 'taxiway-device-csv'
import { expect, test } from 'vitest'
import { goldenCases } from './all-cases.ts'

const places = (findings: readonly Finding[]): string[] =>
  findings.map(({ line, column, code }) => `${line}:${column ?? '-'} ${code}`).toSorted()
const folder = import.meta.dirname

test('there are at least 60 cases, and each is on disk', () => {
  expect(goldenCases.length).toBeGreaterThanOrEqual(60)
  const kept = readdirSync(join(folder, 'files')).filter((name) => !name.endsWith('.fixed.csv'))
  expect(kept.toSorted()).toEqual(goldenCases.map(({ name }) => `${name}.csv`).toSorted())
})

test.each(goldenCases)('$name', ({ name, input, profile, findings, fixed, remaining, leftOut }) => {
  expect(new Uint8Array(readFileSync(join(folder, 'files', `${name}.csv`)))).toEqual(input)
  const before = input.slice()
  expect(places(checkDeviceCsv(input, { profile }).findings)).toEqual(findings.toSorted())

  const result = fixDeviceCsv(input, { profile })
  expect(Buffer.from(result.bytes).toString('latin1')).toBe(fixed ?? '')
  expect(places(result.remaining)).toEqual(remaining.toSorted())
  expect(result.leftOut.map(({ line, codes }) => `${line} ${codes.join(' ')}`)).toEqual(leftOut)
  expect(result.untouched.equal).toBe(true)
  expect(input).toEqual(before)
})
