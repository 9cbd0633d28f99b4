/** Sessions of enrolled devices: who may speak, what is asked, and what becomes of the answers. */
import { readFileSync } from 'node:fs'
import { messageText, pooledKey, send } from 'taxiway-device'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listenForDevices } from '../../src/host/listening/mdm-listener.ts'
import { ensureCertificates } from '../../src/host/tls/ensure-certificates.ts'
import { overTls } from '../support/network/over-tls.ts'
import { type Client, origin } from '../support/registry.ts'
import { emptyFolder } from '../support/taxiway-command.ts'
import { pemOf, pkcs8Of } from './pem.ts'
import { type EnrolledDevice, openManagement } from './support.ts'

let boot: Awaited<ReturnType<typeof openManagement>>
let client: Client

beforeAll(async () => {
  boot = await openManagement()
  client = await boot.newTenant()
})
afterAll(async () => {
  expect(boot.failures).toEqual([])
  await boot.close()
})

const alert = '<Alert><CmdID>2</CmdID><Data>1201</Data></Alert>'

/** One message with its proof; `as`: who signs. */
function say(
  device: EnrolledDevice,
  { messageId = 1, sessionId = '2A', body = alert, at = new Date(), as = device } = {},
) {
  const text = messageText({ identity: device, sessionId }, messageId, { now: [body] })
  const ask = (request: Request) => boot.app.fetch(request)
  return send({ identity: { ...as, address: device.address }, ask, now: () => at }, text)
}

describe('nobody is answered without a proof', () => {
  let device: EnrolledDevice
  let other: EnrolledDevice
  beforeAll(async () => {
    device = await boot.enrolled(client)
    other = await boot.enrolled(client)
  })

  const refused = async (answer: Response | Promise<Response>, status: number) => {
    const response = await answer
    const text = await response.text()
    expect({ status: response.status, text }).toMatchObject({ status })
    expect(text).not.toContain('<')
  }
  const posted = (headers: Record<string, string>, body: string | Buffer = bodyOf(device)) =>
    boot.app.fetch(new Request(device.address, { method: 'POST', headers, body }))
  const bodyOf = (of: EnrolledDevice) =>
    messageText({ identity: of, sessionId: '1' }, 1, { now: [alert] })

  test('signatures: five that are wrong, and more', async () => {
    await refused(posted({}), 403)
    await refused(posted({ 'mdm-signature': '' }), 403)
    await refused(posted({ 'mdm-signature': 'bm90IGEgc2lnbmF0dXJl' }), 403)
    await refused(say(device, { as: { ...device, privateKey: pooledKey(999) } }), 403)
    await refused(say(device, { as: other }), 403)
    const stranger = await boot.enrolled({ tenantId: client.tenantId })
    await boot.store.pool.query('delete from device_certificate where enrollment_id = $1', [
      stranger.enrollmentId,
    ])
    await refused(say(stranger), 403)
    // A signature over another message, and one that brings its own content.
    const signatures: string[] = []
    await send(
      {
        identity: device,
        now: () => new Date(),
        ask: (request) => {
          signatures.push(request.headers.get('mdm-signature') ?? '')
          return new Response('')
        },
      },
      `${bodyOf(device)} `,
    )
    await refused(posted({ 'mdm-signature': signatures[0] ?? '' }), 403)
    await refused(posted({ 'mdm-signature': signatures[0] ?? '' }, bodyOf(other)), 403)
  })

  test('certificates of the connection: five that are wrong', async () => {
    const body = bodyOf(device)
    const by = (certificate: Buffer) =>
      boot.withCertificate(certificate)(new Request(device.address, { method: 'POST', body }))
    const bent = Buffer.from(device.certificate)
    bent.writeUInt8(bent.readUInt8(bent.length - 1) ^ 1, bent.length - 1)
    await refused(by(Buffer.alloc(0)), 403)
    await refused(by(Buffer.from('no certificate')), 403)
    await refused(by(bent), 403)
    await refused(by(other.certificate), 403)
    await refused(by(device.certificate.subarray(0, 100)), 403)
    expect((await by(device.certificate)).status).toBe(200)
  })

  test('times that are off by more than five minutes, either way, or older than the last session', async () => {
    const minutes = (count: number) => new Date(Date.now() + count * 60_000)
    for (const off of [-6, -60, 6, 60, -525_600])
      await refused(say(device, { at: minutes(off) }), 403)
    const late = await boot.enrolled(client)
    expect((await say(late, { sessionId: '1', at: minutes(4) })).status).toBe(200)
    await refused(say(late, { sessionId: '2', at: minutes(-4) }), 403)
  })

  test('device ids that are not the certificate’s', async () => {
    const wrong = ['X', other.deviceId, ` ${device.deviceId}0`, `${device.deviceId}0`, '*']
    for (const deviceId of wrong) await refused(say({ ...device, deviceId }), 403)
    await refused(say({ ...device, deviceId: '' }), 400)
  })

  test('messages out of order', async () => {
    const of = await boot.enrolled(client)
    const other = `${alert}<Alert><CmdID>3</CmdID><Data>1224</Data></Alert>`
    for (const messageId of [0, 2, 3, 10, 99]) await refused(say(of, { messageId }), 400)
    expect((await say(of)).status).toBe(200)
    for (const messageId of [0, 3, 4, 11, 99])
      await refused(say(of, { messageId, body: other }), 400)
    await refused(say(of, { messageId: 2, sessionId: '2B' }), 400)
    expect((await say(of, { messageId: 2 })).status).toBe(200)
  })

  test('a message that is lost is answered again in the same words, and a session cannot be begun twice', async () => {
    const of = await boot.enrolled(client)
    const at = new Date()
    const one = await (await say(of, { at })).text()
    expect(await (await say(of, { at })).text()).toBe(one)
    const status =
      '<Status><CmdID>1</CmdID><MsgRef>1</MsgRef><CmdRef>0</CmdRef><Cmd>SyncHdr</Cmd><Data>200</Data></Status>'
    expect((await say(of, { messageId: 2, body: status })).status).toBe(200)
    await refused(say(of, { at }), 403)
  })

  test('bodies that are too large, compressed, no text, no SyncML, or have a document type', async () => {
    const signed = (text: string) =>
      send({ identity: device, now: () => new Date(), ask: (r) => boot.app.fetch(r) }, text)
    await refused(signed('x'.repeat(65_537)), 413)
    await refused(signed('<a/>'), 400)
    await refused(signed(`<!DOCTYPE a [<!ENTITY x "y">]>${bodyOf(device)}`), 400)
    await refused(posted({}, `<!DOCTYPE a>${bodyOf(device)}`), 400)
    await refused(posted({}, Buffer.of(0xff, 0xfe, 0x3c)), 400)
    // The header of a message in WBXML: version, public id, charset, length of the string table.
    const packed = posted({}, Buffer.of(0x02, 0xa4, 0x01, 0x6a, 0x00, 0x6d))
    expect(await packed.then((answer) => answer.clone().text())).toContain('The body is WBXML')
    await refused(packed, 415)
    await refused(posted({ 'content-encoding': 'gzip' }), 400)
    await refused(signed('<a>'.repeat(20_000)), 400)
  })
})

test('the listener for devices asks for their certificates, and serves nothing that people use', async () => {
  const { cert, key, caPath } = await ensureCertificates({ dataDir: emptyFolder() })
  const ca = readFileSync(caPath)
  const listener = await listenForDevices({ mdmPort: 0, host: '127.0.0.1' }, origin, { cert, key })
  const { mdmUrl = '' } = listener.address
  listener.serve((request, connection) => boot.app.fetch(request, connection))
  const device = await boot.enrolled(client)
  const other = await boot.enrolled(client)
  const as = (holder: EnrolledDevice | undefined) => ({
    ...(holder && { cert: pemOf(holder.certificate), key: pkcs8Of(holder.privateKey) }),
    ca,
  })
  const session = (holder: EnrolledDevice | undefined) =>
    boot
      .managed({ ...device, address: `${mdmUrl}/omadm` }, undefined, {
        ask: (request) => overTls(request, as(holder)),
        proof: 'certificate',
      })
      .checkIn()
  expect(await session(device)).toMatchObject({ kind: 'done' })
  for (const holder of [undefined, other])
    expect(await session(holder)).toMatchObject({ kind: 'refused', status: 403 })
  for (const path of ['/', '/v1.0/groups', '/admin/v1/me', '/livez']) {
    const answer = await overTls(new Request(`${mdmUrl}${path}`), as(device))
    expect({ path, status: answer.status }).toEqual({ path, status: 404 })
  }
  await listener.close(0)
})
