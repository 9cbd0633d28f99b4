/** What an export writes is safe in a spreadsheet and comes back as it was, or is refused by its line. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { groupTagFault, guardedCell, startsFormula, unguardedCell } from 'taxiway-autopilot'
import { expect, test } from 'vitest'
import { readChangeFile } from '../../../cli/devices/change/change-file.ts'
import { csvText } from '../../../cli/terminal/table.ts'
import { emptyFolder } from '../../support/taxiway-command.ts'

const letters = [...`=+-@|%'",;\t\r\n ＝＋－＠aZ0ä東\u2028`, "'=", '\r\n', '""', "''"]
const hostile = fc
  .array(fc.constantFrom(...letters), { maxLength: 8 })
  .map((parts) => parts.join(''))
const how = {
  needs: [],
  takes: ['groupTag', 'displayName', 'userPrincipalName', 'addressableUserName'],
  clearEmpty: false,
} as const
const columns = [
  { key: 'serialNumber', title: 'Serial number' },
  { key: 'addressableUserName', title: 'Name' },
  { key: 'model', title: 'Model' },
] as const

test('no guarded value begins as a formula, and each comes back as it was', () => {
  fc.assert(
    fc.property(fc.oneof(hostile, fc.string()), (value) => {
      const guarded = guardedCell(value)
      expect(startsFormula(guarded)).toBe(false)
      expect(unguardedCell(guarded)).toBe(value)
    }),
    { numRuns: 2000 },
  )
})

test('a CSV of the command line is read back value by value, whatever is in it', async () => {
  const file = join(emptyFolder(), 'devices.csv')
  // What would be a formula is refused by its line, and so never read back.
  const name = hostile.filter((text) => groupTagFault(text) === undefined)
  const row = fc.record({ addressableUserName: name, model: hostile })
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 8 }), async (rows) => {
      const numbered = rows.map((each, n) => ({ serialNumber: `S${n}`, ...each }))
      writeFileSync(file, csvText(numbered, columns))
      const { requests } = await readChangeFile(file, how)
      expect(
        requests.map(({ name, changes }) => [name, changes.addressableUserName ?? '']),
      ).toEqual(numbered.map((each) => [each.serialNumber, each.addressableUserName]))
    }),
    { numRuns: 300 },
  )
})

test.each(['=1+1', '＝1+1', 'a\nb', '@x', '\tx'])('%j is not a group tag', async (tag) => {
  const file = join(emptyFolder(), 'devices.csv')
  writeFileSync(file, `serialNumber,groupTag\r\nA1,"${tag}"\r\n`)
  await expect(readChangeFile(file, how)).rejects.toThrow(/devices\.csv:2: the group tag/)
})
