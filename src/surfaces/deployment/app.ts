/**
 * `/ztd/v1`: the service for devices at their first boot. Nobody signs in here: a device proves itself with its
 * TPM, and before that nothing is looked up and nothing stored.
 */
import { type Handler, Hono } from 'hono'
import { challengeFor, challengeSeconds } from '../../core/deployment/challenge.ts'
import { presentedDevice } from '../../core/deployment/presented-device.ts'
import { type ProgressDeps, reportProgress } from '../../core/deployment/report-progress.ts'
import { type FindSession, sessionOf } from '../../core/deployment/session.ts'
import { addressOf } from '../http/connection.ts'
import { networkOf } from '../http/network-of.ts'
import { addOpenRoutes, type OpenRoute, open } from '../http/open-route.ts'
import { requireGuards } from '../http/protected-routes.ts'
import { type RequestEnv, requestIds } from '../http/request-context.ts'
import { type CertificateRouteDeps, certificateRoute } from './certificate-route.ts'
import { type ClaimRouteDeps, claimRoute } from './claim-route.ts'
import {
  certificateRequest,
  challengeRequest,
  claimRequest,
  eventsRequest,
  profileRequest,
} from './contract.ts'
import { deploymentErrors, noSuchDeviceRoute } from './errors.ts'
import { type ProfileRouteDeps, profileRoute } from './profile-route.ts'
import { readDeviceBody } from './read-body.ts'

export type DeploymentDeps = ProfileRouteDeps &
  ClaimRouteDeps &
  CertificateRouteDeps & {
    readonly findSession: FindSession
    readonly progress: ProgressDeps
    readonly countChallenge: (result: string) => void
    /** Called with internal errors. */
    readonly report: (error: Error, requestId: string) => void
  }

const base = '/ztd/v1'

export function deploymentApp(deps: DeploymentDeps): Hono<RequestEnv> {
  const app = new Hono<RequestEnv>({ strict: false }).basePath(base)
  app.use(requestIds)
  addOpenRoutes(app, deviceRoutes(deps))
  requireGuards(app)
  app.notFound(noSuchDeviceRoute)
  app.onError(deploymentErrors(deps.report))
  return app
}

function deviceRoutes(deps: DeploymentDeps): readonly OpenRoute<RequestEnv>[] {
  return [
    open({
      method: 'POST',
      path: '/challenge',
      reason: 'a device has no account: it is given something that only its own TPM can read',
      body: challengeRequest,
      says: 'application/json',
      handle: challenge(deps),
    }),
    open({
      method: 'POST',
      path: '/profile',
      reason: 'the device proves itself by what its TPM has read; unknown ones learn nothing',
      audit: ['Prove WindowsAutopilotDeviceIdentity'],
      body: profileRequest,
      says: 'application/json',
      handle: profileRoute(deps),
    }),
    open({
      method: 'POST',
      path: '/claim',
      reason:
        'the token says for which tenant the device proves itself, and its TPM that it is the device',
      audit: ['Dispute opened'],
      body: claimRequest,
      says: 'application/json',
      handle: claimRoute(deps),
    }),
    open({
      method: 'POST',
      path: '/events',
      reason: 'the session that came with the profile says which device it is',
      body: eventsRequest,
      handle: async (c) => {
        const session = await sessionOf(deps.findSession, c.req.header('authorization'))
        await reportProgress(deps.progress, session, await readDeviceBody(c, eventsRequest))
        return c.body(null, 204)
      },
    }),
    open({
      method: 'POST',
      path: '/certificate',
      reason: 'the session that came with the profile says which device it is',
      audit: ['Create Enrollment'],
      body: certificateRequest,
      says: 'application/json',
      handle: certificateRoute(deps),
    }),
    open({
      method: 'GET',
      path: '/keys',
      reason: 'public keys, with which anybody may check a profile',
      says: 'application/json',
      handle: (c) => c.json(deps.signer.keys),
    }),
  ]
}

function challenge(deps: DeploymentDeps): Handler<RequestEnv> {
  return async (c) => {
    const body = await readDeviceBody(c, challengeRequest)
    deps.limits.challenges.take(networkOf(addressOf(c.req.raw)))
    const made = await deps.limits.atOnce.pass(async () => {
      const device = presentedDevice(body)
      const keys = await deps.redeem.keys()
      return challengeFor(device, { keys, now: deps.redeem.now() })
    })
    deps.countChallenge('made')
    return c.json(
      {
        challenge: made.token.toString('base64url'),
        credentialBlob: made.credentialBlob.toString('base64'),
        encryptedSecret: made.encryptedSecret.toString('base64'),
        expiresIn: challengeSeconds,
      },
      200,
      { 'cache-control': 'no-store' },
    )
  }
}
