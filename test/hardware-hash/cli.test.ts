/** `taxiway hash` as a person and as a script use it. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { decodeHardwareHash } from 'taxiway-hardware-hash'
import { beforeAll, describe, expect, test } from 'vitest'
import { hashFixture } from '../support/hardware-hashes.ts'
import { taxiwayThatFits as taxiway } from '../support/json/fits.ts'
import { emptyFolder } from '../support/taxiway-command.ts'

const good = hashFixture(3).hardwareHash
const damaged = `${good.slice(0, 400)}${good[400] === 'A' ? 'B' : 'A'}${good.slice(401)}`
let folder: string

beforeAll(() => {
  folder = emptyFolder()
  const header = 'Device Serial Number,Windows Product ID,Hardware Hash'
  const row = (number: number) =>
    `${hashFixture(number).serial},,${hashFixture(number).hardwareHash}`
  save('good.txt', `${good}\r\n`)
  save('damaged.txt', damaged)
  save('good.csv', `${header}\r\n${row(3)}\r\n${row(7)}\r\n`)
  save('mixed.csv', `${header}\r\n${row(3)}\r\nBROKEN,,${good.slice(0, 100)}\r\n${row(8)}\r\n`)
  save('report.xml', `<?xml version="1.0"?><Key><HardwareHash>${good}</HardwareHash></Key>`)
  writeFileSync(join(folder, 'powershell.txt'), `\ufeff${good}\r\n`, 'utf16le')
  writeFileSync(join(folder, 'raw.bin'), Buffer.from(good, 'base64'))
})

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

describe('check', () => {
  test('has nothing to say against good hashes', async () => {
    const { code, stdout, stderr } = await hash('check', 'good.csv')
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' })
    expect(stderr).toContain('2 hashes; findings: 0 invalid, 0 critical, 0 warnings.')
  })

  test('names file, line and code of every finding', async () => {
    const { code, stdout } = await hash('check', 'mixed.csv', '--json')
    expect(code).toBe(2)
    expect(JSON.parse(stdout)).toMatchObject([
      {
        source: 'mixed.csv',
        line: 3,
        serialNumber: 'BROKEN',
        severity: 'invalid',
        code: 'truncated',
      },
      { source: 'mixed.csv', line: 4, severity: 'critical', code: 'not-full-os', field: 'OSType' },
    ])
  })

  test('leaves out what is less severe than asked for', async () => {
    const { stdout } = await hash('check', 'mixed.csv', '--severity', 'invalid', '-o', 'csv')
    expect(stdout.trim().split('\r\n')).toHaveLength(2)
  })

  test('an empty list of findings is still JSON', async () => {
    expect(JSON.parse((await hash('check', 'good.txt', '--json')).stdout)).toEqual([])
  })
})

describe('make and diff', () => {
  test('the same seed gives the same file, and every hash in it is in order', async () => {
    const [one, two] = await Promise.all([
      hash('make', '--count', '5', '--seed', 'x'),
      hash('make', '--count', '5', '--seed', 'x'),
    ])
    expect(one.stdout).toBe(two.stdout)
    expect(one.stdout.split('\r\n')[0]).toBe(
      'Device Serial Number,Windows Product ID,Hardware Hash',
    )
    expect((await hash('make', '--count', '5', '--seed', 'x', '-o', 'csv')).stdout).toBe(one.stdout)
    save('made.csv', one.stdout)
    const decoded = JSON.parse((await hash('decode', 'made.csv', '--json')).stdout)
    expect(decoded.map(({ digestValid }: { digestValid: boolean }) => digestValid)).toEqual(
      Array(5).fill(true),
    )
  })

  test('a later life is made from a hash and shows in the difference', async () => {
    const later = await hash(
      'make',
      '--from',
      'good.txt',
      '--event',
      'board-replaced=reflashed',
      '--event',
      'memory-added=16',
    )
    expect(later.code).toBe(0)
    save('later.txt', later.stdout)
    const { code, stdout } = await hash('diff', 'good.txt', 'later.txt', '--json')
    expect(code).toBe(2)
    const differences: { group: string; field: string }[] = JSON.parse(stdout)
    expect(differences.map(({ field }) => field)).toEqual(
      expect.arrayContaining(['memory.totalGb', 'ekPublicModulus', 'productKeyId']),
    )
    expect(differences.map(({ field }) => field)).not.toContain('serialNumber')
  })

  test('a hash does not differ from itself', async () => {
    expect(await hash('diff', 'good.txt', 'report.xml')).toMatchObject({ code: 0, stdout: '' })
  })

  test('a description becomes a hash, and a wrong one is refused with its field', async () => {
    const header = {
      toolBuild: '10.0.26100.1',
      osBuild: '10.0.26100.1',
      osSystemTime: '2026-01-01T00:00:00Z',
    }
    const rest = { utcOffsetMinutes: 0, osType: 'FullOS', architecture: 'x64', toolVersion: 9 }
    save('machine.json', JSON.stringify({ header: { ...header, ...rest }, serialNumber: 'ABC' }))
    const made = await hash('make', 'machine.json')
    expect(decodeHardwareHash(made.stdout.trim())).toMatchObject({
      ok: true,
      serialNumber: 'ABC',
      toolVersion: 9,
    })
    save('wrong.json', JSON.stringify({ serial: 'ABC' }))
    const refused = await hash('make', 'wrong.json')
    expect(refused.code).toBe(1)
    expect(refused.stderr).toContain('serial')
  })

  test.each([
    [['make'], 1],
    [['make', '--count', '0'], 1],
    [['make', '--from', 'good.txt', '--event', 'earthquake'], 1],
    [['make', '--from', 'good.txt', '--event', 'memory-added=lots'], 1],
    [['diff', 'good.txt', 'good.csv'], 1],
  ])('%j is refused', async (words, code) => {
    expect((await hash(...words)).code).toBe(code)
  })
})

function hash(...words: readonly string[]) {
  return taxiway(['hash', ...words], { cwd: folder })
}

function save(name: string, content: string): void {
  writeFileSync(join(folder, name), content)
}

function plain(text: string): object {
  return JSON.parse(JSON.stringify(decodeHardwareHash(text)))
}
