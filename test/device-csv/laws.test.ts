/** What must hold for every file: repairing gives the rows back, twice is once, dividing and joining is nothing. */
import fc from 'fast-check'
import {
  checkDeviceCsv,
  DeviceCsvChecker,
  DeviceCsvFixer,
  type DeviceRow,
  type Finding,
  fixDeviceCsv,
  mergedRows,
  planMerge,
  readDeviceCsv,
  writeDeviceCsv,
} from 'taxiway-device-csv'
import { expect, test } from 'vitest'
import { damages, legalRows, spoil } from './damage.ts'

const withoutLines = (rows: readonly DeviceRow[]) => rows.map((row) => ({ ...row, line: 0 }))

test('repairing a spoiled file gives exactly the original rows', () => {
  fc.assert(
    fc.property(legalRows, damages, (rows, damage) => {
      const { bytes, untouched, rowsLeftOut } = fixDeviceCsv(spoil(rows, damage))
      expect(withoutLines(readDeviceCsv(bytes).rows)).toEqual(withoutLines(rows))
      expect(untouched.equal).toBe(true)
      expect(rowsLeftOut).toBe(0)
    }),
    { numRuns: 400 },
  )
})

test('repairing twice is repairing once, and the repaired file has no error of form', () => {
  const valueErrors = new Set(['serial-missing', 'product-id-mismatch'])
  fc.assert(
    fc.property(legalRows, damages, (rows, damage) => {
      const once = fixDeviceCsv(spoil(rows, damage)).bytes
      expect(fixDeviceCsv(once).bytes).toEqual(once)
      const errors = checkDeviceCsv(once).findings.filter(({ severity }) => severity === 'error')
      expect(errors.filter(({ code }) => !valueErrors.has(code))).toEqual([])
    }),
    { numRuns: 200 },
  )
})

test('with only good rows wanted, checking the repaired file finds no error at all', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), legalRows, damages, (noise, rows, damage) => {
      const input = Buffer.concat([
        spoil(rows, { ...damage, encoding: 'ansi', end: ['\n'] }),
        noise,
      ])
      const { bytes, rowsWritten } = fixDeviceCsv(input, { onlyGood: true })
      const errors = checkDeviceCsv(bytes).findings.filter(({ severity }) => severity === 'error')
      expect(errors.filter(({ code }) => code !== 'no-rows' || rowsWritten > 0)).toEqual([])
    }),
    { numRuns: 200 },
  )
})

test('what was divided is joined to the same rows', async () => {
  await fc.assert(
    fc.asyncProperty(legalRows, fc.integer({ min: 1, max: 4 }), async (rows, size) => {
      const parts = Array.from({ length: Math.ceil(rows.length / size) }, (_, n) =>
        writeDeviceCsv(rows.slice(n * size, n * size + size)),
      )
      const sources = parts.map((part, n) => ({ name: `${n}.csv`, open: () => chunks(part) }))
      const plan = await planMerge(sources)
      expect(plan).toMatchObject({ rows: rows.length, repeated: 0, conflicts: [] })
      expect(withoutLines(await Array.fromAsync(mergedRows(sources, plan)))).toEqual(
        withoutLines(rows),
      )
    }),
    { numRuns: 60 },
  )
})

test('how a file is cut into chunks changes neither findings nor the repaired file', () => {
  fc.assert(
    fc.property(legalRows, damages, fc.integer({ min: 1, max: 9000 }), (rows, damage, size) => {
      const input = spoil(rows, damage)
      const findings: Finding[] = []
      const checker = new DeviceCsvChecker((finding) => findings.push(finding))
      const fixer = new DeviceCsvFixer()
      const parts: Uint8Array[] = []
      for (let at = 0; at < input.length; at += size) {
        checker.push(input.subarray(at, at + size))
        parts.push(fixer.push(input.subarray(at, at + size)))
      }
      checker.end()
      parts.push(fixer.end().bytes)
      const whole = checkDeviceCsv(input)
      expect(findings.toSorted((a, b) => a.line - b.line)).toEqual(whole.findings)
      expect(new Uint8Array(Buffer.concat(parts))).toEqual(fixDeviceCsv(input).bytes)
    }),
    { numRuns: 40 },
  )
})

test('random bytes are never a reason to throw, for any command', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), (input) => {
      const before = input.slice()
      checkDeviceCsv(input)
      fixDeviceCsv(input)
      expect(input).toEqual(before)
    }),
    { numRuns: 500 },
  )
})

async function* chunks(bytes: Uint8Array) {
  yield bytes
}
