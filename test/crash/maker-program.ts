/** A maker's program at a server of its own, which the key of the seed proves. */
import { expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { customerId, plantToken, server, strangersKey } from './partner-job-stage.ts'

test('a maker’s program proves itself by the key of the seed, and declares what nobody knows yet', async () => {
  const { access_token: bearer } = await plantToken()
  const headers = { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' }
  const tenant = { tenantId: customerId, tenantDomain: 'aerofleet.test' }
  const row = { rowId: '1', ...tenant, manufacturer: 'ACME', model: 'Rocket', serialNumber: 'R-1' }
  const sent = await fetch(`${server.origin}/oem/v1/devices`, {
    method: 'POST',
    headers,
    body: JSON.stringify({
      devices: [row, { rowId: '2', ...tenant, productKeyId: '3556320606995' }],
    }),
  })
  expect(sent.status).toBe(202)
  const { statusUrl } = (await sent.json()) as { statusUrl: string }
  await eventually(async () => {
    const submission = await (await fetch(server.origin + statusUrl, { headers })).json()
    expect(submission).toMatchObject({
      counts: { total: 2, succeeded: 1, failed: 1 },
      rows: [{ status: 'finished' }, { errorCode: 812, errorName: 'ZtdDeviceNotFound' }],
    })
  })
  const seconds = Math.floor(Date.now() / 1000)
  for (const wrong of [
    { key: strangersKey.privateKey },
    { kid: 'another' },
    { alg: 'none' },
    { claims: { aud: `${server.origin}/northwind.test/oauth2/v2.0/token` } },
    { claims: { exp: seconds - 600 } },
    { claims: { exp: seconds + 90_000 } },
  ])
    expect([wrong, await plantToken(wrong)]).toEqual([
      wrong,
      expect.objectContaining({ error: 'invalid_client' }),
    ])
})
