/** `taxiway hash decode` as a person and as a script use it. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { decodeHardwareHash } from 'taxiway-hardware-hash'
import { describe, expect, test } from 'vitest'
import { hashFixture } from '../support/hardware-hashes.ts'
import { taxiwayThatFits as taxiway } from '../support/json/fits.ts'
import { folder, good, hash, save } from './cli-stage.ts'

describe('decode', () => {
  test('takes what can be no path as a blob, however short, and a path as a missing file', async () => {
    const blob = await hash('decode', 'T0GX', '--json')
    expect(JSON.parse(blob.stdout)).toMatchObject({ ok: false, fault: 'truncated', offset: 4 })
    expect(blob.code).toBe(2)
    const path = await hash('decode', 'missing.csv', '--json')
    expect(path.stderr).toContain('There is no file missing.csv.')
    expect(path.code).toBe(1)
  })

  test('answers a script about a file that is not a hash and holds none', async () => {
    writeFileSync(
      join(folder, 'other.bin'),
      Buffer.from(Array.from({ length: 5000 }, (_, at) => at)),
    )
    const { code, stdout, stderr } = await hash('decode', 'other.bin', '--json')
    expect(code).toBe(2)
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, fault: 'not-a-hash', offset: 0 })
    expect(stderr).toContain('no hash found')
  })

  test('prints one hash as one object with the names of the contract', async () => {
    const { code, stdout } = await hash('decode', 'good.txt', '--json')
    expect(code).toBe(0)
    const decoded = JSON.parse(stdout)
    expect(decoded).toEqual({ ...plain(good), findings: [] })
    expect(Object.keys(decoded)).toEqual([
      ...[
        'ok',
        'digestValid',
        'toolVersion',
        'toolBuild',
        'osBuild',
        'osSystemTime',
        'osType',
        'architecture',
      ],
      ...[
        'manufacturer',
        'model',
        'serialNumber',
        'skuNumber',
        'systemFamily',
        'smbiosUuid',
        'productKeyId',
      ],
      ...['tpm', 'disks', 'networkAdapters', 'records', 'findings'],
    ])
  })

  test.each(['powershell.txt', 'raw.bin', 'report.xml'])(
    'reads the hash out of %s',
    async (file) => {
      const { code, stdout } = await hash('decode', file, '--json')
      expect(code).toBe(0)
      expect(JSON.parse(stdout)).toMatchObject({ ok: true, serialNumber: hashFixture(3).serial })
    },
  )

  test('reads an argument and standard input', async () => {
    expect(JSON.parse((await hash('decode', good, '--json')).stdout).ok).toBe(true)
    const piped = await taxiway(['hash', 'decode', '-', '--json'], {
      cwd: folder,
      input: `${good}\n`,
    })
    expect(JSON.parse(piped.stdout).ok).toBe(true)
  })

  test('prints a fault as an object and ends with 2', async () => {
    const { code, stdout } = await taxiway(['hash', 'decode', '-', '--json'], {
      input: `"${good}"`,
    })
    expect(code).toBe(2)
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, fault: 'quoted', offset: 0 })
  })

  test('shows a damaged hash and ends with 2', async () => {
    const { code, stdout } = await hash('decode', 'damaged.txt')
    expect(code).toBe(2)
    expect(stdout).toContain('damaged')
    expect(stdout).toContain('SmbiosSystemSerialNumber')
  })

  test('gives a person the name, the state and every record', async () => {
    const { code, stdout } = await hash('decode', 'good.txt')
    expect(code).toBe(0)
    expect(stdout).toContain('HP HP EliteBook 840 G8 Notebook PC\nSerial number 0DN6741SS8')
    expect(stdout).toMatch(/^\d+ +13 +TPMVersion +TPM-Version:2\.0/m)
  })

  test('prints the hashes of a CSV as rows, and as an array', async () => {
    const rows = await hash('decode', 'mixed.csv', '-o', 'tsv')
    expect(rows.code).toBe(2)
    const cells = rows.stdout
      .trim()
      .split('\n')
      .map((line) => line.split('\t'))
    expect(cells.map((row) => [row[1], row[4], row.at(-1)])).toEqual([
      ['line', 'serialNumber', 'state'],
      ['2', hashFixture(3).serial, 'intact'],
      ['3', '', 'truncated'],
      ['4', hashFixture(8).serial, 'intact'],
    ])
    const all = JSON.parse((await hash('decode', 'mixed.csv', '--json')).stdout)
    expect(all.map(({ ok }: { ok: boolean }) => ok)).toEqual([true, false, true])
  })

  test('prints one hash as XML and refuses to do so with several', async () => {
    expect((await hash('decode', 'good.txt', '--xml')).stdout).toContain(
      '<p n="SmbiosSystemSerialNumber" v="0DN6741SS8" />',
    )
    expect((await hash('decode', 'good.csv', '--xml')).code).toBe(1)
  })

  test('a file that is not there is 1, a file without a hash is 2', async () => {
    expect((await hash('decode', 'nowhere.txt')).code).toBe(1)
    save('empty.csv', 'Device Serial Number,Windows Product ID,Hardware Hash\r\n')
    expect((await hash('decode', 'empty.csv')).code).toBe(2)
  })
})

function plain(text: string): object {
  return JSON.parse(JSON.stringify(decodeHardwareHash(text)))
}
