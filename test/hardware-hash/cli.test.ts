/** `taxiway hash check`, `make` and `diff` as a person and as a script use them. */
import { decodeHardwareHash } from 'taxiway-hardware-hash'
import { beforeAll, describe, expect, test } from 'vitest'
import { hash, openStage, save } from './cli-stage.ts'
import './decode-command.ts'

beforeAll(openStage)

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

test.each([
  ['--event needs --from', ['--count', '2', '--event', 'disk-swapped']],
  ['--seed needs --count', ['machine.json', '--seed', '1']],
])('hash make: %s', async (why, words) => {
  const { code, stdout, stderr } = await hash('make', ...words)
  expect([code, stdout, stderr]).toEqual([1, '', expect.stringContaining(why)])
})
