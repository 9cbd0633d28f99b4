/** Transfers from the offer to the certificate, over HTTP, with two tenants, a stranger and an operator. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { json } from '../support/registry.ts'
import {
  certificatesOf,
  devicesOf,
  devicesPath,
  giver,
  imported,
  newDevice,
  offer,
  openStage,
  operator,
  path,
  receiver,
  registry,
  stranger,
} from './transfer-stage.ts'
import './transfer-certificates.ts'

beforeAll(openStage)
afterAll(() => registry.close())

async function passDays(id: string, days: number): Promise<void> {
  await registry.store.pool.query(
    `update transfer set expires_at = timezone('UTC', timezone('UTC', expires_at) - make_interval(days => $2)),
       decided_at = timezone('UTC', timezone('UTC', decided_at) - make_interval(days => $2)) where transfer_id = $1`,
    [id, days],
  )
}

test('an offer to a named tenant is for it alone, with or without the code', async () => {
  const { id: deviceId } = await newDevice()
  const made = await offer([deviceId], { to: { tenantDomain: `${receiver.tenantId}.test` } })
  for (const named of [{ code: made.code }, { transferId: made.id }])
    expect((await stranger.ask('POST', `${path}/accept`, named)).status).toBe(404)
  expect((await stranger.ask('POST', `${path}/decline`, { code: made.code })).status).toBe(404)
  const [listed] = (await json(receiver.ask('GET', path))).value
  expect(listed).toMatchObject({ id: made.id, side: 'receiver', state: 'offered', devices: [] })
  const declined = await json(receiver.ask('POST', `${path}/${made.id}/decline`, {}))
  expect(declined).toMatchObject({ state: 'declined' })
  expect((await receiver.ask('POST', `${path}/accept`, { code: made.code })).status).toBe(404)
  expect((await devicesOf(giver)).map(({ id }) => id)).toContain(deviceId)
})

test('what is withdrawn, expired or no longer the giver’s is not accepted, and nothing moves', async () => {
  const [one, two, three] = [await newDevice(), await newDevice(), await newDevice()]
  const withdrawn = await offer([one.id])
  expect((await receiver.ask('POST', `${path}/${withdrawn.id}/withdraw`, {})).status).toBe(404)
  expect(await json(giver.ask('POST', `${path}/${withdrawn.id}/withdraw`, {}))).toMatchObject({
    state: 'withdrawn',
  })
  const expired = await offer([one.id], { expiresInDays: 1 })
  await passDays(expired.id, 2)
  const gone = await offer([two.id, three.id])
  expect((await giver.ask('DELETE', `${devicesPath}/${three.id}`)).status).toBeLessThan(300)
  await registry.decideAll()
  const before = await devicesOf(receiver)
  const statuses = []
  for (const { code } of [withdrawn, expired, gone])
    statuses.push((await receiver.ask('POST', `${path}/accept`, { code })).status)
  expect(statuses).toEqual([404, 404, 409])
  expect(await devicesOf(receiver)).toEqual(before)
  expect((await devicesOf(giver)).map(({ id }) => id)).toContain(two.id)
  expect(await json(giver.ask('GET', `${path}/${expired.id}`))).toMatchObject({ state: 'expired' })
})

test('of many who accept at once one gets the devices', async () => {
  const { id: deviceId } = await newDevice()
  const { code } = await offer([deviceId])
  const answers = await Promise.all(
    [receiver, stranger, receiver, stranger].map((client) =>
      client.ask('POST', `${path}/accept`, { code }),
    ),
  )
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 404, 404, 404])
})

test('the giver disputes within a week, the receiver is heard, and the operator decides', async () => {
  const [one, two] = [await newDevice(), await newDevice()]
  const [late, mistaken] = [await offer([one.id]), await offer([two.id])]
  for (const { code } of [late, mistaken]) await receiver.ask('POST', `${path}/accept`, { code })
  await passDays(late.id, 8)
  const dispute = { reason: 'the wrong crate' }
  expect((await giver.ask('POST', `${path}/${late.id}/dispute`, dispute)).status).toBe(409)
  expect((await receiver.ask('POST', `${path}/${mistaken.id}/dispute`, dispute)).status).toBe(404)
  expect((await giver.ask('POST', `${path}/${mistaken.id}/dispute`, dispute)).status).toBe(200)
  const answer = { answer: 'so it was' }
  expect((await receiver.ask('POST', `${path}/${mistaken.id}/answer`, answer)).status).toBe(200)
  const waiting = (await json(operator.ask('GET', `${path}/disputed`))).value
  expect(waiting).toMatchObject([{ id: mistaken.id, dispute: { ...dispute, ...answer } }])
  const decision = { decision: 'reverse', reason: 'both say so' }
  const decide = `${path}/${mistaken.id}/decide`
  expect((await giver.ask('POST', decide, decision)).status).toBe(403)
  expect((await operator.ask('POST', decide, { decision: 'reverse' })).status).toBe(400)
  expect(await json(operator.ask('POST', decide, decision))).toMatchObject({ state: 'reversed' })
  for (const side of [giver, receiver]) {
    const { dispute } = await json(side.ask('GET', `${path}/${mistaken.id}`))
    expect(dispute.decisionReason).toBe(decision.reason)
  }
  expect((await operator.ask('POST', decide, decision)).status).toBe(409)
  expect(await imported(giver, two.name)).toMatchObject({ status: 'error', code: 806 })
  const sequences = (await certificatesOf(giver, mistaken.id)).map(
    ({ sequence }: { sequence: number }) => sequence,
  )
  expect(sequences).toEqual([1, 2])
})

test('nobody offers what is not theirs, or to themselves', async () => {
  const { id: deviceId } = await newDevice()
  expect((await stranger.ask('POST', path, { deviceIds: [deviceId] })).status).toBe(404)
  const self = { deviceIds: [deviceId], to: { tenantId: giver.tenantId } }
  expect((await giver.ask('POST', path, self)).status).toBe(400)
  const { code } = await offer([deviceId])
  expect((await giver.ask('POST', `${path}/accept`, { code })).status).toBe(409)
  const nowhere = { deviceIds: [deviceId], to: { tenantDomain: 'nobody.test' } }
  expect((await giver.ask('POST', path, nowhere)).status).toBe(404)
})
