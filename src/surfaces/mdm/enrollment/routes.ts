/** `/EnrollmentServer`: how a Windows device comes under management (MS-MDE2). */
import type { Context } from 'hono'
import { type AdmitDeps, admissionOf } from '../../../core/enrollment/admit.ts'
import { type EnrollDeps, type Enrolled, enrollDevice } from '../../../core/enrollment/enroll.ts'
import {
  type RenewDeps,
  renewCertificate,
  type SignedRequest,
} from '../../../core/enrollment/renew.ts'
import { type OpenRoute, open } from '../../http/open-route.ts'
import type { RequestEnv } from '../../http/request-context.ts'
import { discoverActions, discoverAnswer } from './discover.ts'
import { policiesAnswer, policyActions } from './policies.ts'
import { timestamp, tokenResponse } from './provisioning-document.ts'
import { readTokenRequest, tokenActions } from './request-security-token.ts'
import { securityTokenIn } from './security-token.ts'
import { type Envelope, maxBody, messageIdOf, readEnvelope, soapAnswer } from './soap.ts'

export type EnrollmentDeps = {
  readonly admit: AdmitDeps
  readonly enroll: EnrollDeps
  readonly renew: RenewDeps
  readonly readSignedRequest: (der: Buffer) => Promise<SignedRequest | undefined>
  /** Of the service as devices address it. */
  readonly origin: string
  readonly publicUrl: string
  readonly now: () => Date
}

type Answered = Omit<Parameters<typeof soapAnswer>[0], 'requestId' | 'relatesTo'>

export function enrollmentRoutes(deps: EnrollmentDeps): readonly OpenRoute<RequestEnv>[] {
  return [
    open({
      method: 'GET',
      path: spellings('Discovery.svc'),
      reason: 'Windows asks first whether there is an enrollment service at all',
      handle: (c) => c.body(null, 200),
    }),
    open({
      ...soap('Discovery.svc'),
      reason: 'where to enroll is no secret',
      handle: exchange([discoverActions.request], ({ message }) => ({
        action: discoverActions.response,
        message: discoverAnswer(message, deps),
      })),
    }),
    open({
      ...soap('Policy.svc'),
      reason: 'the token in the message says for whom the device enrolls',
      handle: exchange([policyActions.request], async ({ header, message }) => {
        await admissionOf(deps.admit, securityTokenIn(header, deps.now()))
        return { action: policyActions.response, message: policiesAnswer(message) }
      }),
    }),
    open({
      ...soap('Enrollment.svc'),
      reason:
        'the token in the message, or the certificate that signed it, says which device it is',
      audit: ['Create Enrollment', 'Renew Enrollment'],
      handle: exchange([tokenActions.request], async (envelope) => ({
        action: tokenActions.response,
        message: tokenResponse(await enrolled(deps, envelope), `${deps.origin}/omadm`),
        header: [timestamp(deps.now())],
      })),
    }),
  ]
}

async function enrolled(deps: EnrollmentDeps, { header, message }: Envelope): Promise<Enrolled> {
  const request = readTokenRequest(message)
  if (request.kind === 'renew')
    return await renewCertificate(
      deps.renew,
      await deps.readSignedRequest(request.signedRequest),
      request.deviceId,
    )
  const admission = await admissionOf(deps.admit, securityTokenIn(header, deps.now()))
  return await enrollDevice(deps.enroll, admission, request.applicant)
}

function exchange(
  actions: readonly string[],
  answer: (envelope: Envelope) => Answered | Promise<Answered>,
) {
  return async (c: Context<RequestEnv>): Promise<Response> => {
    const envelope = await readEnvelope(c.req.raw, actions)
    const given = await answer(envelope)
    const relatesTo = messageIdOf(c.req.raw)
    return soapAnswer({ ...given, requestId: c.get('requestId'), relatesTo })
  }
}

function soap(name: string) {
  return {
    method: 'POST',
    path: spellings(name),
    says: 'application/soap+xml',
    maxBody,
  } as const
}

/** As Windows writes it, and all in small letters. */
function spellings(name: string): readonly string[] {
  const path = `/EnrollmentServer/${name}`
  return [path, path.toLowerCase()]
}
