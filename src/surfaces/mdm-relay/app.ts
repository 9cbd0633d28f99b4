/** `POST /omadm/results`: hashes that other management services have asked their devices for. */
import { Hono } from 'hono'
import type { RelayAnswer, RelayRequest } from 'taxiway-autopilot/admin'
import { z } from 'zod'
import { DomainError } from '../../core/errors.ts'
import type { ImportedDevices } from '../../core/imports/imported-device.ts'
import { relayResults } from '../../core/management/relay-results.ts'
import { maxTextLength } from '../../core/storable-text.ts'
import { addRoutes, type Dialect } from '../http/add-routes.ts'
import { authenticated } from '../http/authenticate.ts'
import { bodyText } from '../http/body-text.ts'
import { checked } from '../http/checked.ts'
import type { GuardDeps } from '../http/guard.ts'
import { jsonOf } from '../http/json-of.ts'
import { requireGuards } from '../http/protected-routes.ts'
import type { PublicOrigin } from '../http/public-origin.ts'
import { type RequestEnv, requestIds } from '../http/request-context.ts'
import { routesWith } from '../http/route.ts'
import type { VerifyBearer } from '../http/verify-bearer.ts'
import { noSuchRelayRoute, relayErrors } from './errors.ts'

export type RelayPorts = { readonly imports: ImportedDevices; readonly onImport: () => void }

export type RelayDeps = {
  readonly verify: VerifyBearer
  readonly guard: GuardDeps<RelayPorts>
  readonly origin: PublicOrigin
  /** Called with internal errors. */
  readonly report: (error: Error, requestId: string) => void
}

/** A hash of 4,000 characters and what else a device says of itself. Bytes. */
const maxBody = 64 * 1024
const text = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[^\0]*$/, 'must have no NUL character')

const relayRequest = z.strictObject({
  deviceId: text(maxTextLength).min(1),
  results: z
    .array(z.strictObject({ uri: text(1_024).min(1), data: text(32_768) }))
    .min(1)
    .max(100),
}) satisfies z.ZodType<RelayRequest>

const relayAnswer = z.object({
  deviceId: z.string(),
  serialNumber: z.string(),
  receiptId: z.string(),
}) satisfies z.ZodType<RelayAnswer>

const route = routesWith<RelayPorts>()

const routes = [
  route({
    method: 'POST',
    path: '/results',
    permission: 'devices.import',
    audit: { category: 'Enrollment', resource: 'ImportedWindowsAutopilotDeviceIdentity' },
    summary: 'Registers a device by what another management service has asked it for.',
    body: relayRequest,
    status: 201,
    answer: relayAnswer,
    async handle({ ports, caller, body }) {
      const relayed = await relayResults(ports.imports, caller.tenantId, body)
      ports.onImport()
      return { deviceId: body.deviceId, ...relayed }
    },
  }),
]

export function relayApp(deps: RelayDeps): Hono<RequestEnv> {
  const app = new Hono<RequestEnv>({ strict: false }).basePath('/omadm')
  app.use(requestIds)
  app.use(authenticated(deps.verify))
  addRoutes(app, { guard: deps.guard, dialect: dialect(deps.origin) }, routes)
  requireGuards(app)
  app.notFound(noSuchRelayRoute)
  app.onError(relayErrors(deps.report))
  return app
}

function dialect(origin: PublicOrigin): Dialect {
  const tooLarge = () =>
    new DomainError('too-large', `The body is larger than ${maxBody / 1024} KiB.`)
  const readBody = async (request: Request, shape: z.ZodType) =>
    checked(shape, jsonOf(await bodyText(request, { maxBytes: maxBody, tooLarge })))
  return { origin, readBody, maxBody, tooLarge }
}
