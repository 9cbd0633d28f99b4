/**
 * The portal in the browser: one static page at every screen's address, its assets, and what it needs before a
 * sign-in.
 */
import { type Context, Hono } from 'hono'
import type { PortalConfiguration } from 'taxiway-autopilot/admin'
import { addOpenRoutes, open } from '../http/open-route.ts'
import { takes } from '../http/packed.ts'
import { requireGuards } from '../http/protected-routes.ts'
import type { Missing, PackedFile, PortalFiles } from './files.ts'
import { assetHeaders, pageHeaders } from './headers.ts'
import { configurationPath, screens } from './surface.ts'
import { waitingPage, waitingStyle, waitingStylePath } from './waiting-page.ts'

export type PortalDeps = {
  /** Where people reach the portal; its sign-in works only there. */
  readonly publicUrl: string
  readonly files: PortalFiles
  readonly version: string
  /** The domain to sign in to if there is no choice. */
  readonly onlyTenant: () => Promise<string | null>
}

export function portalApp({ publicUrl, files, version, onlyTenant }: PortalDeps): Hono {
  const origin = new URL(publicUrl)
  const app = new Hono()

  const page = async (c: Context) => {
    const url = new URL(c.req.url)
    const portal = await files()
    const first = url.pathname.split('/', 2)[1] ?? ''
    if (!screens.includes(first.toLowerCase()))
      return await asset(c, typeof portal === 'string' ? undefined : portal.files.get(url.pathname))
    const host = c.req.header('host') ?? url.host
    if (host.toLowerCase() !== origin.host)
      return c.redirect(`${origin.origin}${url.pathname}${url.search}`)
    return typeof portal === 'string' ? await waiting(c, portal) : send(c, portal.page, pageHeaders)
  }
  addOpenRoutes(app, [
    open({
      method: 'GET',
      path: configurationPath,
      reason: 'the landing page asks before anybody has signed in',
      says: 'application/json',
      handle: async (c) =>
        c.json({
          publicUrl: origin.origin,
          onlyTenant: await onlyTenant(),
          version,
        } satisfies PortalConfiguration),
    }),
    open({
      method: 'GET',
      path: waitingStylePath,
      reason: 'the style of a page that says nothing of anybody',
      says: 'text/css',
      handle: (c) =>
        c.body(waitingStyle, 200, {
          'content-type': 'text/css; charset=utf-8',
          'cache-control': 'no-cache',
        }),
    }),
    open({
      method: 'GET',
      path: '*',
      reason: 'files that are the same for everybody; what they show they ask of the API',
      says: 'text/html',
      handle: page,
    }),
  ])
  requireGuards(app)
  app.notFound((c) => {
    const message = `The portal's addresses are for looking: there is no ${c.req.method} ${c.req.path}. The API is at /v1.0, /beta and /admin/v1.`
    return c.json({ error: { code: 'method-not-allowed', message } }, 405, { allow: 'GET, HEAD' })
  })
  // It does not answer its own failures: the list of surfaces does.
  app.onError((error) => {
    throw error
  })
  return app
}

async function waiting(c: Context, missing: Missing): Promise<Response> {
  return c.body(await waitingPage(missing), 200, pageHeaders)
}

async function asset(c: Context, file: PackedFile | undefined): Promise<Response> {
  const { pathname } = new URL(c.req.url)
  if (file === undefined)
    return c.json({ error: { code: 'not-found', message: `The portal has no ${pathname}.` } }, 404)
  return send(c, file, { ...assetHeaders(pathname), 'content-type': file.type })
}

function send(c: Context, file: PackedFile, headers: Readonly<Record<string, string>>): Response {
  const [encoding, bytes] = bestForm(file, c.req.header('accept-encoding')?.toLowerCase() ?? '')
  return c.body(bytes, 200, {
    ...headers,
    vary: 'Accept-Encoding',
    ...(encoding !== undefined && { 'content-encoding': encoding }),
  })
}

function bestForm(
  { bytes, gzip, br }: PackedFile,
  accepted: string,
): readonly [encoding: string | undefined, bytes: Uint8Array<ArrayBuffer>] {
  if (br !== undefined && takes(accepted, 'br')) return ['br', br]
  if (gzip !== undefined && takes(accepted, 'gzip')) return ['gzip', gzip]
  return [undefined, bytes]
}
