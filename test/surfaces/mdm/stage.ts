/** A server with its management at another address, people, and devices that wish to enroll. */
import { generateKeyPairSync } from 'node:crypto'
import {
  type Enrolled,
  type EnrollmentResult,
  type EnrollmentWish,
  enroll,
  managementDeviceId,
} from 'taxiway-device'
import { readXml } from 'taxiway-device/xml/read'
import { expect } from 'vitest'
import { certificateRequest } from '../../../packages/device/src/enrollment/certificate-request.ts'
import { failureIn } from '../../../packages/device/src/enrollment/faults.ts'
import {
  actions,
  discoverBody,
  envelope,
  tokenBody,
} from '../../../packages/device/src/enrollment/soap-messages.ts'
import { openFirstBoot } from '../../deployment/support.ts'
import { type Client, type Json, json } from '../../support/registry.ts'

/** Devices know nothing of it but what discovery says. */
export const mdmUrl = 'https://mdm.contoso.test:9443'

export const discoveryUrl = `${mdmUrl}/EnrollmentServer/Discovery.svc`

export const enrollmentUrl = `${mdmUrl}/EnrollmentServer/Enrollment.svc`

export const privateKey = rsa()

export const password = 'a long password of Ada'
export const users = {
  ada: 'aaaaaaaa-0000-4000-8000-000000000001',
  bob: 'aaaaaaaa-0000-4000-8000-000000000002',
  eve: 'aaaaaaaa-0000-4000-8000-000000000003',
}

export let boot: Awaited<ReturnType<typeof openFirstBoot>>

export let client: Client

export function rsa() {
  return generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey
}

export const ask = (request: Request) => boot.app.fetch(request)

export async function tokenOf(members: object = {}, of = client): Promise<string> {
  const made = await of.ask('POST', '/admin/v1/enrollment-tokens', members)
  expect(made.status).toBe(201)
  return (await json(made))['token']
}

let devices = 0

/** A wish of a new device, with a token of an administrator unless another is given. */
export async function wishOf(change: Partial<EnrollmentWish> = {}): Promise<EnrollmentWish> {
  devices += 1
  const token = change.token ?? { value: await tokenOf(), type: 'own' }
  const deviceId = managementDeviceId('test', String(devices))
  const deviceName = `PC-${devices}`
  const about = { deviceId, privateKey, deviceName, osVersion: '10.0.26100.1' }
  return { discoveryUrl, token, machine: about, ask, ...change }
}

export function enrolledIn(result: EnrollmentResult): Enrolled {
  if (!result.ok) throw new Error(`${result.hresult} ${result.reason}`)
  return result.enrolled
}

export const refusalOf = (result: EnrollmentResult) => (result.ok ? 'enrolled' : result.hresult)

export const enrolledDevice = async (change: Partial<EnrollmentWish> = {}) =>
  enrolledIn(await enroll(await wishOf(change)))

/** One message as it is; answers the HRESULT of its fault. */
export async function posted(
  url: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers = {},
): Promise<string | number> {
  const type = { 'content-type': 'application/soap+xml; charset=utf-8' }
  const answer = await ask(
    new Request(url, { method: 'POST', headers: { ...type, ...headers }, body }),
  )
  const text = await answer.text()
  expect(answer.headers.get('content-type')).toBe('application/soap+xml; charset=utf-8')
  expect(answer.headers.get('content-length')).toBe(String(Buffer.byteLength(text)))
  const failure = failureIn(readXml(text))
  expect(answer.status).toBe(failure === undefined ? 200 : 500)
  return failure?.hresult ?? answer.status
}

export async function list(query = ''): Promise<Json[]> {
  return (await json(client.ask('GET', `/admin/v1/enrollments${query}`)))['value']
}

export const message = (change: Partial<Parameters<typeof envelope>[0]> = {}) =>
  envelope({
    action: actions.discover,
    to: discoveryUrl,
    messageId: 'urn:uuid:1',
    body: discoverBody('ada@contoso.test', '10.0.26100.1'),
    ...change,
  })

/** RST with some items changed; null removes one. */
export async function tokenRequest(
  items: Readonly<Record<string, string | null>> = {},
  request = certificateRequest(privateKey, managementDeviceId('raw')),
): Promise<string> {
  const all = {
    DeviceID: managementDeviceId('raw'),
    EnrollmentType: 'Device',
    OSVersion: '10.0.26100.1',
    ...items,
  }
  const given = Object.entries(all).flatMap(([name, value]) =>
    value === null ? [] : [[name, value] as const],
  )
  const body = tokenBody({ kind: 'issue', request, items: given })
  const token = { value: await tokenOf(), type: 'own' } as const
  return message({ action: actions.token, to: enrollmentUrl, token, body })
}

/** Opens the server with the people of a tenant; before everything else. */
export async function openStage(): Promise<void> {
  boot = await openFirstBoot({ mdmUrl })
  client = await boot.newTenant()
  const { users: people } = boot.app
  for (const [name, id] of Object.entries(users)) {
    await people.add({
      ...{
        id,
        tenantId: client.tenantId,
        displayName: name,
        passwordHash: name === 'ada' ? await boot.app.hashPassword(password) : null,
        roles: [],
      },
      userPrincipalName: `${name}@contoso.test`,
      licensed: name !== 'bob',
      enabled: name !== 'eve',
    })
  }
}
