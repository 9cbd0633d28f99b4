/**
 * A Windows device enrolls in device management: it knows one address, that of the discovery service, and learns
 * everything else.
 */
import { createHash, type KeyObject } from 'node:crypto'
import type { Ask } from '../service/service.ts'
import { readAnswer, textOf } from '../xml/read-answer.ts'
import { child, type XmlElement } from '../xml/read-xml.ts'
import { certificateRequest } from './certificate-request.ts'
import { type EnrollmentFailure, failureIn, unknownFailure } from './faults.ts'
import { type Enrolled, readProvisioning } from './provisioning.ts'
import { signedData } from './signed-data.ts'
import {
  actions,
  discoverBody,
  envelope,
  type Message,
  policiesBody,
  tokenBody,
} from './soap-messages.ts'

export type EnrollmentMachine = {
  /** 32 digits of hex. */
  readonly deviceId: string
  readonly privateKey: KeyObject
  readonly deviceName: string
  readonly osVersion: string
}

export type EnrollmentWish = {
  readonly discoveryUrl: string
  readonly token: { readonly value: string; readonly type: 'own' | 'jwt' }
  readonly machine: EnrollmentMachine
  /** Empty where nobody is known yet. */
  readonly email?: string
  /** The registration, for an Autopilot enrollment during OOBE. */
  readonly registrationId?: string
  readonly ask: Ask
}

export type EnrollmentResult =
  | { readonly ok: true; readonly enrolled: Enrolled }
  | ({ readonly ok: false } & EnrollmentFailure)

/** What Discover answered. */
export type Services = {
  readonly policyUrl: string
  readonly enrollmentUrl: string
  readonly authenticationUrl: string
}

/** Stops what follows, with what Windows shows. */
class Refused extends Error {
  readonly failure: EnrollmentFailure

  constructor(failure: EnrollmentFailure) {
    super(failure.reason)
    this.failure = failure
  }
}

export async function enroll(wish: EnrollmentWish): Promise<EnrollmentResult> {
  return await settled(async () => {
    const { token } = wish
    const { policyUrl, enrollmentUrl } = await discover(wish)
    const exchange = exchangeWith(wish)
    await exchange({ action: actions.policies, to: policyUrl, token, body: policiesBody })
    const { privateKey, deviceId } = wish.machine
    const body = tokenBody({
      kind: 'issue',
      request: certificateRequest(privateKey, deviceId),
      items: contextItems(wish),
    })
    const answer = await exchange({ action: actions.token, to: enrollmentUrl, token, body })
    return provisioned(answer, wish.machine)
  })
}

/** The next certificate, for a new key. */
export async function renew(
  enrolled: Enrolled,
  { machine, at, ...wish }: Omit<EnrollmentWish, 'token'> & { readonly at: Date },
): Promise<EnrollmentResult> {
  return await settled(async () => {
    const { enrollmentUrl } = await discover({ ...wish, machine })
    const request = certificateRequest(machine.privateKey, enrolled.deviceId)
    const body = tokenBody({
      kind: 'renew',
      request: signedData(request, enrolled, { at, attached: true }),
      items: [['DeviceID', enrolled.deviceId]],
    })
    const exchange = exchangeWith({ ...wish, machine })
    const answer = await exchange({ action: actions.token, to: enrollmentUrl, body })
    return provisioned(answer, machine)
  })
}

/** The probe comes first: only a service that answers it is asked. */
export async function discover(wish: Omit<EnrollmentWish, 'token'>): Promise<Services> {
  const { discoveryUrl, email = '', machine, ask } = wish
  const probe = await ask(new Request(discoveryUrl))
  await probe.text()
  if (probe.status !== 200)
    throw new Refused({ hresult: unknownFailure, reason: `the probe got HTTP ${probe.status}` })
  const body = discoverBody(email, machine.osVersion)
  const answer = await exchangeWith(wish)({ action: actions.discover, to: discoveryUrl, body })
  const result = child(answer, 'Body', 'DiscoverResponse', 'DiscoverResult')
  const services = {
    policyUrl: textOf(result, 'EnrollmentPolicyServiceUrl'),
    enrollmentUrl: textOf(result, 'EnrollmentServiceUrl'),
    authenticationUrl: textOf(result, 'AuthenticationServiceUrl'),
  }
  // Policies and certificates must come from one host. [documented]
  const hosts = new Set(
    [services.policyUrl, services.enrollmentUrl].map((url) => new URL(url).host),
  )
  if (textOf(result, 'AuthPolicy') !== 'Federated' || hosts.size !== 1)
    throw new Refused({ hresult: unknownFailure, reason: 'the discovery cannot be used' })
  return services
}

/** As Windows makes it: the same for the same machine. */
export function managementDeviceId(...facts: readonly string[]): string {
  return createHash('sha256').update(facts.join('\0')).digest('hex').slice(0, 32).toUpperCase()
}

function contextItems({ machine, registrationId }: EnrollmentWish): (readonly [string, string])[] {
  const { deviceId, deviceName, osVersion } = machine
  const hardwareId = createHash('sha256').update(deviceId).digest('hex').toUpperCase()
  return [
    ['UXInitiated', 'false'],
    ['HWDevID', hardwareId],
    ['Locale', 'en-US'],
    ['TargetedUserLoggedIn', 'false'],
    ['OSEdition', '48'],
    ['DeviceName', deviceName],
    ['MAC', '02-00-00-00-00-01'],
    ['MAC', '02-00-00-00-00-02'],
    ['DeviceID', deviceId],
    ['EnrollmentType', 'Device'],
    ['DeviceType', 'CIMClient_Windows'],
    ['OSVersion', osVersion],
    ['ApplicationVersion', osVersion],
    ['NotInOobe', registrationId === undefined ? 'true' : 'false'],
    ['RequestVersion', '5.0'],
    ...(registrationId === undefined ? [] : [['ZeroTouchProvisioning', registrationId] as const]),
  ]
}

function provisioned(answer: XmlElement, machine: EnrollmentMachine): Enrolled {
  const response = child(
    answer,
    ...['Body', 'RequestSecurityTokenResponseCollection', 'RequestSecurityTokenResponse'],
  )
  const encoded = textOf(response, 'RequestedSecurityToken', 'BinarySecurityToken')
  const document = readAnswer(Buffer.from(encoded, 'base64').toString('utf8'))
  return readProvisioning(document, machine)
}

/** Each message has an id of its own, to which the answer must relate. */
function exchangeWith({ ask, machine }: Pick<EnrollmentWish, 'ask' | 'machine'>) {
  return async (message: Omit<Message, 'messageId'>): Promise<XmlElement> => {
    const id = managementDeviceId(machine.deviceId, message.action, message.body)
    const messageId = `urn:uuid:${id.toLowerCase()}`
    const response = await ask(
      new Request(message.to, {
        method: 'POST',
        headers: { 'content-type': 'application/soap+xml; charset=utf-8' },
        body: envelope({ ...message, messageId }),
      }),
    )
    const text = await response.text()
    const type = response.headers.get('content-type') ?? ''
    if (!type.startsWith('application/soap+xml'))
      throw new Refused({ hresult: unknownFailure, reason: `HTTP ${response.status}` })
    const answer = readAnswer(text)
    const failure = failureIn(answer)
    if (failure !== undefined) throw new Refused(failure)
    if (textOf(answer, 'Header', 'RelatesTo') !== messageId)
      throw new Refused({ hresult: unknownFailure, reason: 'the answer is to another message' })
    return answer
  }
}

async function settled(work: () => Promise<Enrolled>): Promise<EnrollmentResult> {
  try {
    return { ok: true, enrolled: await work() }
  } catch (error) {
    if (error instanceof Refused) return { ok: false, ...error.failure }
    throw error
  }
}
