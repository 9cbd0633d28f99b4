/** `POST /ztd/v1/claim`: a device proves its key for a tenant that has opened a claim on it. */
import type { Context } from 'hono'
import type { z } from 'zod'
import { presentedDevice } from '../../core/deployment/presented-device.ts'
import { redeem } from '../../core/deployment/redeem.ts'
import {
  type ClaimDeps,
  type Claimed,
  claimDevice,
  claimTokenOf,
} from '../../core/disputes/claim-device.ts'
import { type ProveDeps, proveOwnership } from '../../core/ownership/prove-ownership.ts'
import { addressOf } from '../http/connection.ts'
import { networkOf } from '../http/network-of.ts'
import type { RequestEnv } from '../http/request-context.ts'
import { claimRequest } from './contract.ts'
import type { ProfileRouteDeps } from './profile-route.ts'
import { readDeviceBody } from './read-body.ts'

export type ClaimRouteDeps = Pick<ProfileRouteDeps, 'limits' | 'origin' | 'redeem'> & {
  readonly claims: ClaimDeps & ProveDeps
}

export function claimRoute({ claims, limits, origin, redeem: redeeming }: ClaimRouteDeps) {
  return async (c: Context<RequestEnv>): Promise<Response> => {
    const body: z.output<typeof claimRequest> = await readDeviceBody(c, claimRequest)
    const token = await claimTokenOf(claims.disputes, c.req.header('authorization'))
    const claimed = await limits.atOnce.pass(async () => {
      const device = presentedDevice(body)
      await redeem(redeeming, device, { token: body.challenge, proof: body.proof, origin })
      limits.challenges.giveBack(networkOf(addressOf(c.req.raw)))
      limits.keys.take(device.ek?.digest ?? '')
      return token.purpose === 'look'
        ? shownTo(await proveOwnership(claims, token, device))
        : saidOf(await claimDevice(claims, token, device))
    })
    return c.json(claimed, 200, { 'cache-control': 'no-store' })
  }
}

function saidOf(claimed: Claimed): object {
  return claimed.result === 'disputed'
    ? {
        result: claimed.result,
        disputeId: claimed.dispute.id,
        dueDateTime: claimed.dispute.dueAt.toISOString(),
      }
    : claimed
}

/** Never whose it is. */
function shownTo(check: Awaited<ReturnType<typeof proveOwnership>>): object {
  return { result: check.verdict, checkedDateTime: check.checkedAt.toISOString() }
}
