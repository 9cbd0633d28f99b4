/** Hardware tokens from file to login: imported, given out, proved, taken back; and nobody reads a seed again. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { OathTokenId, TenantId } from '../../src/core/ids.ts'
import { newUuid } from '../../src/core/uuid.ts'
import { toBase32 } from '../../src/identity-provider/core/factors/codes/base32.ts'
import {
  assignToken,
  removeToken,
  unassignToken,
} from '../../src/identity-provider/core/factors/codes/hardware-token.ts'
import { importTokens } from '../../src/identity-provider/core/factors/codes/import-tokens.ts'
import { readTokenFile } from '../../src/identity-provider/token-files/read-token-file.ts'
import * as pskc from './pskc-samples.ts'
import { newTenant, secret, startFactors } from './support.ts'

let factors: Awaited<ReturnType<typeof startFactors>>
let fabrikam: TenantId
beforeAll(async () => {
  factors = await startFactors()
  fabrikam = await newTenant(factors, 'fabrikam.test')
})
afterAll(() => factors.close())

const header = 'upn,serial number,secret key,time interval,manufacturer,model'
const row = (
  serial: string,
  change: { upn?: string; manufacturer?: string; model?: string } = {},
) =>
  [
    change.upn ?? '',
    serial,
    toBase32(secret),
    '30',
    change.manufacturer ?? 'Contoso',
    change.model ?? 'Key',
  ].join(',')

async function importFile(text: string, tenantId = factors.contoso) {
  const read = await readTokenFile(text)
  if (!read.ok) throw new Error(read.fault)
  return await importTokens(factors, tenantId, read.rows)
}

async function importOne(serial: string): Promise<OathTokenId> {
  const [result] = await importFile(`${header}\n${row(serial)}`)
  if (result === undefined || 'fault' in result) throw new Error('not imported')
  return result.tokenId
}

describe('an import', () => {
  test('takes good rows and reports the bad ones by number', async () => {
    const text = [
      header,
      row('A1'),
      row('A2').replace(toBase32(secret), 'ABCD8'),
      row('A1'),
      row('A3', { upn: 'nobody@contoso.test' }),
      row('=A4'),
      row('A5', { model: 'RSA SecurID 700' }),
      row('A6').replace(toBase32(secret), 'ABCDEFGH'),
      row('A7', { upn: 'ADA@contoso.test' }),
    ].join('\n')
    const results = await importFile(text)
    expect(results).toMatchObject([
      { row: 2, serialNumber: 'A1' },
      { row: 3, fault: { column: 'secret key', position: 5 } },
      { row: 4, fault: { column: 'serial number', message: /earlier in this file/ } },
      { row: 5, fault: { column: 'upn' } },
      { row: 6, fault: { column: 'serial number' } },
      { row: 7, fault: { message: /RSA SecurID/ } },
      { row: 8, fault: { column: 'secret key', message: /40 bits/ } },
      { row: 9, serialNumber: 'A7' },
    ])
  })

  test('puts a token into the pool, or gives it to the person named, but never activates it', async () => {
    const listed = await factors.tokens.list(factors.contoso, 'all')
    expect(listed.map(({ hardware, personId }) => [hardware?.serialNumber, personId])).toEqual([
      ['A1', undefined],
      ['A7', factors.ada.id],
    ])
    expect(listed.every(({ activatedAt }) => activatedAt === undefined)).toBe(true)
    expect(await factors.tokens.list(factors.contoso, 'pool')).toHaveLength(1)
  })

  test('says that a token is here already, and nothing of what another tenant has', async () => {
    const [here] = await importFile(`${header}\n${row('a1', { manufacturer: 'CONTOSO' })}`)
    expect(here).toMatchObject({
      fault: { column: 'serial number', message: /registered already/ },
    })
    const [there] = await importFile(`${header}\n${row('A1')}`, fabrikam)
    expect(there).toMatchObject({ serialNumber: 'A1' })
  })

  test('of one token twenty times at once succeeds once in each tenant', async () => {
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        importFile(`${header}\n${row('RACE')}`, n % 2 === 0 ? factors.contoso : fabrikam),
      ),
    )
    expect(results.flat().filter((result) => 'tokenId' in result)).toHaveLength(2)
  })

  test('takes encrypted PSKC as well', async () => {
    const text = pskc.container(
      pskc.preShared,
      pskc.macMethod(),
      pskc.keyPackage({ secret: pskc.encrypted(), serial: 'P1' }),
    )
    const read = await readTokenFile(text, { key: pskc.figureKey })
    if (!read.ok) throw new Error(read.fault)
    const [result] = await importTokens(factors, factors.contoso, read.rows)
    expect(result).toMatchObject({ serialNumber: 'P1' })
  })
})

describe('a token', () => {
  test('is given to one person, of racing administrators by one', async () => {
    const id = await importOne('B1')
    const which = { tenantId: factors.contoso, id }
    const given = await Promise.allSettled(
      [factors.ada, factors.bob].map((person) => assignToken(factors, which, person.id)),
    )
    expect(given.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await expect(assignToken(factors, which, factors.ada.id)).rejects.toMatchObject({
      code: 'conflict',
    })
  })

  test('is removed only out of the pool, and can be imported again then', async () => {
    const which = { tenantId: factors.contoso, id: await importOne('B2') }
    await assignToken(factors, which, factors.ada.id)
    await expect(removeToken(factors, which)).rejects.toMatchObject({ code: 'conflict' })
    await unassignToken(factors, which)
    await removeToken(factors, which)
    await expect(removeToken(factors, which)).rejects.toMatchObject({ code: 'not-found' })
    expect(await importFile(`${header}\n${row('B2')}`, fabrikam)).toMatchObject([
      { serialNumber: 'B2' },
    ])
  })

  test('of another tenant, or with a malformed id, is not found', async () => {
    const foreign = { tenantId: fabrikam, id: await importOne('B3') }
    const unknown = { tenantId: factors.contoso, id: newUuid() as OathTokenId }
    const nonsense = { tenantId: factors.contoso, id: "' or 1=1" as OathTokenId }
    for (const which of [foreign, unknown, nonsense]) {
      await expect(removeToken(factors, which)).rejects.toMatchObject({ code: 'not-found' })
      await expect(unassignToken(factors, which)).rejects.toMatchObject({ code: 'not-found' })
    }
  })

  test('is not given to a person of another tenant', async () => {
    const which = { tenantId: factors.contoso, id: await importOne('B4') }
    await expect(assignToken(factors, which, newUuid())).rejects.toMatchObject({
      code: 'not-found',
    })
  })
})

test('no list shows a secret, and the database holds none in the clear', async () => {
  const listed = await factors.tokens.list(factors.contoso, 'all')
  expect(Object.keys(Object.assign({}, ...listed))).not.toContain('secret')
  const { rows } = await factors.store.pool.query<{ dump: string }>(
    'select oath_token::text as dump from oath_token',
  )
  const dump = rows.map((each) => each.dump).join('\n')
  expect(rows.length).toBeGreaterThan(5)
  for (const seed of [secret, pskc.figureSecret]) {
    for (const form of [
      seed.toString('hex'),
      seed.toString(),
      seed.toString('base64'),
      toBase32(seed),
    ])
      expect(dump.toLowerCase()).not.toContain(form.toLowerCase())
  }
})

test('a secret moved to another row of the database does not open there', async () => {
  const [from, to] = [await importOne('C1'), await importOne('C2')]
  await factors.store.pool.query(
    `update oath_token set wrapped_secret = (select wrapped_secret from oath_token where token_id = $1)
     where token_id = $2`,
    [from, to],
  )
  await expect(factors.tokens.working(factors.contoso, { id: to })).rejects.toThrow()
})
