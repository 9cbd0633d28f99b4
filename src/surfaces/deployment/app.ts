/**
 * `/ztd/v1`: what devices at their first start talk to. Nobody signs in here: a device proves itself by its
 * TPM, and before it has, nothing is looked up and nothing kept.
 */
import { Hono } from 'hono'
import { challengeFor, challengeSeconds } from '../../core/deployment/challenge.ts'
import { presentedDevice } from '../../core/deployment/presented-device.ts'
import { type ProgressDeps, reportProgress } from '../../core/deployment/report-progress.ts'
import { type FindSession, sessionOf } from '../../core/deployment/session.ts'
import { addressOf, placeOf } from '../http/client-address.ts'
import { type RequestEnv, requestIds } from '../http/request-context.ts'
import { challengeRequest, eventsRequest } from './contract.ts'
import { deploymentErrors, noSuchDeviceRoute } from './errors.ts'
import { type ProfileRouteDeps, profileRoute } from './profile-route.ts'
import { readDeviceBody } from './read-body.ts'

export type DeploymentDeps = ProfileRouteDeps & {
  readonly findSession: FindSession
  readonly progress: ProgressDeps
  readonly countChallenge: (result: string) => void
  /** Told of failures that are our own. */
  readonly report: (error: Error, requestId: string) => void
}

const base = '/ztd/v1'

export function deploymentApp(deps: DeploymentDeps): Hono<RequestEnv> {
  const app = new Hono<RequestEnv>({ strict: false }).basePath(base)
  app.use(requestIds)
  app.post('/challenge', async (c) => {
    const body = await readDeviceBody(c, challengeRequest)
    deps.limits.challenges.take(placeOf(addressOf(c.req.raw)))
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
  })
  app.post('/profile', profileRoute(deps))
  app.post('/events', async (c) => {
    const session = await sessionOf(deps.findSession, c.req.header('authorization'))
    const body = await readDeviceBody(c, eventsRequest)
    await reportProgress(deps.progress, session, body)
    return c.body(null, 204)
  })
  app.get('/keys', (c) => c.json(deps.signer.keys))
  app.notFound(noSuchDeviceRoute)
  app.onError(deploymentErrors(deps.report))
  return app
}
