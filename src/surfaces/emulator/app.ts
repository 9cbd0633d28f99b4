/** `/emulator/v1`: what a test may do to the server that no user may. Mounted in emulators only. */
import { type Context, Hono } from 'hono'
import type { z } from 'zod'
import type { Faults } from '../../core/emulator/fault.ts'
import type { RequestLog } from '../../core/emulator/request-log.ts'
import type { VirtualClock } from '../../core/emulator/virtual-clock.ts'
import { DomainError } from '../../core/errors.ts'
import { bodyLimit } from '../http/body-limit.ts'
import { checked } from '../http/checked.ts'
import { addOpenRoutes, type OpenRoute, open } from '../http/open-route.ts'
import { requireGuards } from '../http/protected-routes.ts'
import {
  clockRequest,
  faultRequest,
  presentFault,
  presentRequest,
  settingsRequest,
} from './contract.ts'
import { emulatorErrors } from './errors.ts'
import { type EmulatorEnv, type GateDeps, gate } from './gate.ts'

/** The operations of the controls. */
export type EmulatorControls = {
  /** Back to the state in which the emulator began; ids and credentials stay the same. */
  reset(): Promise<void>
  /** Moves the clock and waits until everything that became due is decided. */
  advanceClock(seconds: number): Promise<void>
  setClock(to: Date): Promise<void>
  /** `tenant` is a domain or id; absent = every tenant. */
  setImportSeconds(seconds: number, tenant?: string): Promise<void>
}

export type EmulatorDeps = GateDeps & {
  readonly controls: EmulatorControls
  readonly clock: VirtualClock
  readonly faults: Faults
  readonly requests: RequestLog
  readonly report: (error: unknown) => void
}

const maxBody = 64 * 1024

export function emulatorApp(deps: EmulatorDeps): Hono<EmulatorEnv> {
  const app = new Hono<EmulatorEnv>().basePath('/emulator/v1')
  app.use(gate(deps))
  app.use(
    bodyLimit({
      maxSize: maxBody,
      onError: () => {
        throw new DomainError('too-large', `The body is larger than ${maxBody / 1024} KiB.`)
      },
    }),
  )

  addOpenRoutes(app, controlRoutes(deps))
  requireGuards(app)
  app.notFound((c) => {
    throw new DomainError(
      'route-not-found',
      `The emulator has no ${c.req.method} ${c.req.path}. It has, below /emulator/v1: POST reset, ` +
        'GET and POST clock, GET, POST and DELETE faults, GET requests, POST settings.',
    )
  })
  app.onError(emulatorErrors(deps.report))
  return app
}

/** Why none of them asks for a permission of its own: the gate has, before any of them. */
const reason = 'programs on this machine need no token; the gate asks others for devices.delete'

function controlRoutes(deps: EmulatorDeps): readonly OpenRoute<EmulatorEnv>[] {
  const { controls, clock, faults, requests } = deps
  const now = () => ({
    now: clock.now().toISOString(),
    secondsAhead: clock.secondsAhead(),
  })
  const control = (declared: Omit<Parameters<typeof open<EmulatorEnv>>[0], 'reason'>) =>
    open<EmulatorEnv>({ says: 'application/json', ...declared, reason })
  return [
    control({
      method: 'POST',
      path: '/reset',
      handle: async (c) => {
        await controls.reset()
        return c.json(now())
      },
    }),
    control({ method: 'GET', path: '/clock', handle: (c) => c.json(now()) }),
    control({
      method: 'POST',
      path: '/clock',
      body: clockRequest,
      handle: async (c) => {
        const wanted = await bodyOf(c, clockRequest)
        if ('set' in wanted) await controls.setClock(new Date(wanted.set))
        else await controls.advanceClock(wanted.advanceSeconds)
        return c.json(now())
      },
    }),
    control({
      method: 'GET',
      path: '/faults',
      handle: async (c) => c.json({ value: (await faults.list()).map(presentFault) }),
    }),
    control({
      method: 'POST',
      path: '/faults',
      body: faultRequest,
      handle: async (c) => {
        const { match, answer, times = null } = await bodyOf(c, faultRequest)
        return c.json(presentFault(await faults.add({ match, answer, times })), 201)
      },
    }),
    control({
      method: 'DELETE',
      path: '/faults',
      handle: async (c) => {
        await faults.clear()
        return c.body(null, 204)
      },
    }),
    control({
      method: 'GET',
      path: '/requests',
      handle: async (c) => {
        const found = await requests.list(sinceOf(c.req.query('since')))
        return c.json({ value: found.map(presentRequest) })
      },
    }),
    control({
      method: 'POST',
      path: '/settings',
      body: settingsRequest,
      handle: async (c) => {
        const { importSeconds, tenant } = await bodyOf(c, settingsRequest)
        await controls.setImportSeconds(importSeconds, tenant)
        return c.json({ importSeconds, ...(tenant !== undefined && { tenant }) })
      },
    }),
  ]
}

async function bodyOf<Shape extends z.ZodType>(
  c: Context<EmulatorEnv>,
  shape: Shape,
): Promise<z.output<Shape>> {
  const body = await c.req.json().catch((cause: unknown) => {
    throw new DomainError('request-invalid', 'The body is not valid JSON.', { cause })
  })
  return checked(shape, body)
}

/** An id of the log, or a time. */
function sinceOf(text: string | undefined): number | Date | undefined {
  if (text === undefined || text === '') return undefined
  if (/^\d{1,15}$/.test(text)) return Number(text)
  const time = new Date(text)
  if (!Number.isNaN(time.getTime())) return time
  throw new DomainError('request-invalid', 'since is neither the id of a request nor a time.')
}
