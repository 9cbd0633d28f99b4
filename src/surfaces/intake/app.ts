/**
 * `/intake/v1`: hashes and DeviceLinks from devices where nobody signs in. A code of an administrator lets one in, and
 * nothing is registered before an administrator has approved it.
 */
import { type Context, Hono } from 'hono'
import type { z } from 'zod'
import { DomainError } from '../../core/errors.ts'
import { askAfter, type From, type HandInDeps, handIn } from '../../core/intake/hand-in.ts'
import { parseUuid } from '../../core/uuid.ts'
import { bodyText } from '../http/body-text.ts'
import { checked } from '../http/checked.ts'
import { addressOf } from '../http/connection.ts'
import { jsonOf } from '../http/json-of.ts'
import { networkOf } from '../http/network-of.ts'
import { addOpenRoutes, type OpenRoute, open } from '../http/open-route.ts'
import { requireGuards } from '../http/protected-routes.ts'
import { type RequestEnv, requestIds } from '../http/request-context.ts'
import {
  deviceLinkAnswer,
  deviceLinkRequest,
  handInRequest,
  maxHandedIn,
  receiptAnswer,
  statusAnswer,
  statusRequest,
} from './contract.ts'
import { intakeErrors, noSuchIntakeRoute } from './errors.ts'
import { intakeScript } from './script.ts'

export type IntakeAppDeps = HandInDeps & {
  readonly publicUrl: string
  /** An event is to be delivered. */
  readonly onEvent: () => void
  readonly report: (error: Error, requestId: string) => void
}

export function intakeApp(deps: IntakeAppDeps): Hono<RequestEnv> {
  const app = new Hono<RequestEnv>({ strict: false }).basePath('/intake/v1')
  app.use(requestIds)
  addOpenRoutes(app, routesOf(deps), () => {
    throw tooLarge()
  })
  requireGuards(app)
  app.notFound(noSuchIntakeRoute)
  app.onError(intakeErrors(deps.report))
  return app
}

function routesOf(deps: IntakeAppDeps): readonly OpenRoute<RequestEnv>[] {
  return [
    open({
      method: 'POST',
      path: '/submissions',
      reason: 'a technician at a device has a code of an administrator and no account',
      audit: ['Create IntakeSubmission'],
      body: handInRequest,
      answer: receiptAnswer,
      maxBody: maxHandedIn,
      handle: async (c) => {
        const { code, ...given } = await bodyOf(c, handInRequest)
        const { id } = await handIn(deps, { code, kind: 'once', ...from(c) }, given)
        deps.onEvent()
        return c.json({ id, state: 'pending' } satisfies z.output<typeof receiptAnswer>, 201)
      },
    }),
    open({
      method: 'POST',
      path: '/status',
      reason: 'the code says whose submission it is, and what became of it',
      body: statusRequest,
      answer: statusAnswer,
      maxBody: 4_096,
      handle: async (c) => {
        const { code } = await bodyOf(c, statusRequest)
        const found = await askAfter(deps, { code, ...from(c) })
        return c.json({
          state: found?.state ?? 'unused',
          serialNumber: found?.serialNumber ?? null,
          reason: found?.reason ?? null,
        } satisfies z.output<typeof statusAnswer>)
      },
    }),
    open({
      method: 'POST',
      path: '/devicelinks',
      reason: 'WindowsDeviceLink sends the key of its webhook in a header',
      audit: ['Create IntakeSubmission'],
      body: deviceLinkRequest,
      answer: deviceLinkAnswer,
      maxBody: maxHandedIn,
      handle: async (c) => c.json(await receivedLink(deps, c), 202),
    }),
    open({
      method: 'GET',
      path: '/script',
      reason: 'a script that is the same for everybody and holds no secret',
      says: 'text/plain',
      handle: (c) => c.text(intakeScript(deps.publicUrl), 200, { 'cache-control': 'no-cache' }),
    }),
  ]
}

async function receivedLink(
  deps: IntakeAppDeps,
  c: Context<RequestEnv>,
): Promise<z.output<typeof deviceLinkAnswer>> {
  const schema = c.req.header('x-windowsdevicelink-schema')
  if (schema !== undefined && schema !== '1')
    throw new DomainError('request-invalid', 'X-WindowsDeviceLink-Schema: only schema 1 is known.')
  const key = c.req.header('x-windowsdevicelink-key')
  if (key === undefined)
    throw new DomainError('not-authenticated', 'X-WindowsDeviceLink-Key is missing.')
  const { requestId, tenantId, device, source } = await bodyOf(c, deviceLinkRequest)
  const named = c.req.header('x-windowsdevicelink-requestid')
  if (named !== undefined && named !== requestId)
    throw new DomainError(
      'request-invalid',
      'X-WindowsDeviceLink-RequestId is not the requestId of the body.',
    )
  const { deviceLink } = device
  const note = source?.computerName ?? ''
  const isOf = tenantId == null || tenantId === '' ? undefined : parseUuid(tenantId)
  const by = {
    code: key.slice(0, 100),
    kind: 'key',
    ...from(c),
    tenantId: isOf ?? tenantId,
  } as const
  const { id } = await handIn(deps, by, { deviceLink, note, requestId })
  deps.onEvent()
  return { requestId, id, state: 'pending' }
}

function from(c: Context<RequestEnv>): From {
  const address = addressOf(c.req.raw)
  return { address, network: networkOf(address) }
}

async function bodyOf<Shape extends z.ZodType>(
  c: Context<RequestEnv>,
  shape: Shape,
): Promise<z.output<Shape>> {
  const text = await bodyText(c.req.raw, { maxBytes: maxHandedIn, tooLarge })
  return checked(shape, jsonOf(text))
}

function tooLarge(): DomainError {
  return new DomainError('too-large', `The body is larger than ${maxHandedIn / 1024} KiB.`)
}
