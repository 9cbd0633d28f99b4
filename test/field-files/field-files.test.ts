/** Files as the field has them, through check, fix, merge, split, convert, collect and what an import would send. */
import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import {
  checkDeviceCsv,
  columnsLeftOut,
  convertRow,
  fixDeviceCsv,
  mergedRows,
  planMerge,
  readDeviceCsv,
  shapeOfPlan,
} from 'taxiway-device-csv'
import { describe, expect, test } from 'vitest'
import { readFiles } from '../../cli/import/files/read-files.ts'
import { type CollectedDevice, collect } from '../../src/collect/collect.ts'
import { SameDevices } from '../../src/collect/devices/same-devices.ts'
import { makeZip } from '../collect/make-zip.ts'
import { unhurried } from '../collect/unhurried.ts'
import { short } from './collected.ts'
import { expectations } from './expectations.ts'

const folder = join(import.meta.dirname, '../fixtures/field-files')
const bytesOf = (file: string) => new Uint8Array(readFileSync(join(folder, file)))

async function found(name: string, bytes: Uint8Array) {
  const same = new SameDevices<CollectedDevice>()
  const said: string[] = []
  async function* open() {
    yield bytes.slice()
  }
  const oobe = await collect(
    { name, size: bytes.length, open },
    {
      onDevice: (device) => void same.add(device),
      onFault: ({ code, message }) => void said.push(`${code}: ${message}`),
    },
    unhurried,
  )
  return { rows: same.rows, said, oobe }
}

describe.each(expectations)('$file', (expected) => {
  const { file } = expected

  test('check', () => {
    const { findings } = checkDeviceCsv(bytesOf(file), { fileName: file })
    const codes = findings.map(({ code }) => code)
    for (const code of expected.says ?? []) expect(codes).toContain(code)
    const text = findings.map(({ message, fix }) => `${message} ${fix ?? ''}`).join('\n')
    if (expected.never !== undefined) expect(text).not.toMatch(expected.never)
  })

  test('fix', () => {
    const { bytes, format, leftOut, cells, untouched } = fixDeviceCsv(bytesOf(file), {
      fileName: file,
    })
    expect(format === null ? null : readDeviceCsv(bytes).rows.map(short)).toEqual(expected.fixed)
    expect({ complete: cells.complete, equal: untouched.equal }).toEqual({
      complete: true,
      equal: true,
    })
    const rejected = leftOut.map(({ fields }) => fields.join(',')).join('\n')
    if (expected.rejected !== undefined) expect(rejected).toContain(expected.rejected)
    expect(fixDeviceCsv(bytes).bytes).toEqual(bytes)
  })

  test('merge, split and convert lose no tag and no user', async () => {
    if (expected.fixed === null) return
    async function* open() {
      yield bytesOf(file)
    }
    const sources = [{ name: file, open }]
    const plan = await planMerge(sources)
    const rows = await Array.fromAsync(mergedRows(sources, plan))
    const shape = shapeOfPlan(plan)
    for (const wanted of expected.fixed) expect(rows.map(short)).toContain(wanted)
    const lost = columnsLeftOut(plan.losses, shape?.columns ?? []).map(({ title }) => title)
    expect(lost).not.toContain('Group Tag')
    expect(lost).not.toContain('Assigned User')
    if (rows.length < (expected.rejected === undefined ? 0 : 1))
      expect(plan.losses.leftOutCount).toBeGreaterThan(0)
    const whole = rows.filter(({ hardwareHash }) => hardwareHash.length === 4000)
    expect(whole.map((row) => convertRow(row, 'intune'))).toMatchObject(
      whole.map(({ groupTag, assignedUser }) => ({ ok: true, row: { groupTag, assignedUser } })),
    )
  })

  test('collect', async () => {
    const { rows } = await found(file, bytesOf(file))
    expect(rows.map(short)).toEqual(expected.collected)
    for (const { hardwareHash } of rows) expect(hardwareHash).toHaveLength(4000)
  })

  test('what an import would send, or why it stops', async () => {
    const path = join(folder, file)
    const { imported } = expected
    if (typeof imported === 'string') {
      const says =
        imported === 'nothing' || imported === 'not-text' ? /./ : new RegExp(`\\[${imported}\\]`)
      await expect(readFiles([path])).rejects.toThrow(says)
      return
    }
    const files = await readFiles([path])
    expect(files.flatMap(({ rows }) => rows.map(short))).toEqual(imported)
  })
})

test('two files with a column that has no place merge into one with all tags and the user', async () => {
  const sources = ['c7-merge-a.csv', 'c7-merge-b.csv'].map((name) => ({
    name,
    async *open() {
      yield bytesOf(name)
    },
  }))
  const plan = await planMerge(sources)
  expect((await Array.fromAsync(mergedRows(sources, plan))).map(short)).toEqual([
    'PW6KPXC6|Sales|anna.berg@contoso.test',
    'PFJY4X6G|Kiosk|',
  ])
  const { columns = [] } = shapeOfPlan(plan) ?? {}
  expect(columnsLeftOut(plan.losses, columns)).toEqual([{ title: 'Device model', cells: 2 }])
})

test('an archive of 18 MB in an archive', async () => {
  const noise = new Uint8Array(18_000_000)
  for (let at = 0, x = 1; at < noise.length; at++) {
    x = Math.imul(x, 1_664_525) + 1_013_904_223
    noise[at] = x >>> 24
  }
  const inner = makeZip([
    { name: 'DeviceProvisioning.etl', content: noise },
    { name: 'DeviceHash_PC-31.csv', content: bytesOf('r-row.csv') },
  ])
  const outer = makeZip([{ name: 'Commands/General/MDMDiagReport.zip', content: inner }])
  const { rows } = await found('odc.zip', outer)
  expect(rows.map(short)).toEqual(['PF35EVXA||'])
})

test('an exported list of events shows the refusal, and a profile file of an administrator is named so', async () => {
  const events = await found('l1-eventviewer.csv', bytesOf('l1-eventviewer.csv'))
  expect(events.oobe?.events.map(({ id }) => id)).toEqual([807])
  const name = 'AutopilotConfigurationFile.json'
  const { oobe } = await found(basename(name), bytesOf(name))
  expect(oobe).toMatchObject({ profile: 'offline', profileName: 'Standard' })
})
