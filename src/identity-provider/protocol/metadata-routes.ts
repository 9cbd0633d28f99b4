/** What anybody may read: where the authority's endpoints are, its public keys, and the looks of its pages. */
import type { Context, Handler } from 'hono'
import { type OpenRoute, open } from '../../surfaces/http/open-route.ts'
import { originOf } from '../../surfaces/http/public-origin.ts'
import { instanceMetadata } from '../oidc/metadata.ts'
import { passkeyScript, passkeyScriptPath } from '../pages/factors/passkey-form.ts'
import { icon } from '../pages/sign-in/icon.ts'
import { style } from '../pages/sign-in/page.ts'
import { iconPath, stylePath } from '../pages/sign-in/paths.ts'
import { isShared } from './authorities.ts'
import type { Authority } from './authority.ts'
import { readableByAll } from './cross-origin.ts'
import { discoveryDocument } from './discovery.ts'

const document = '.well-known/openid-configuration'

export function metadataRoutes(authority: Authority): readonly OpenRoute[] {
  const { origin, keys, tenantOf } = authority
  return [
    metadata('/common/discovery/instance', (c) => {
      const asked = originOf(c.req.raw, origin)
      return c.json(instanceMetadata(c.req.query('authorization_endpoint'), asked, origin))
    }),
    metadata(`/:tenant/v2.0/${document}`, async (c) =>
      c.json(await discoveryDocument(c, authority, 'v2.0')),
    ),
    metadata(`/:tenant/${document}`, async (c) =>
      c.json(await discoveryDocument(c, authority, 'v1')),
    ),
    metadata(['/:tenant/discovery/v2.0/keys', '/:tenant/discovery/keys'], async (c) => {
      const name = c.req.param('tenant') ?? ''
      if (!isShared(name)) await tenantOf(name, 'metadata')
      const { published } = await keys.current()
      return c.json({ keys: published })
    }),
    part(iconPath, 'image/svg+xml', icon),
    part(stylePath, 'text/css', style),
    part(passkeyScriptPath, 'text/javascript', passkeyScript),
  ]
}

function metadata(
  path: string | readonly string[],
  answer: (c: Context) => Response | Promise<Response>,
): OpenRoute {
  const handle: Handler = async (c) => readableByAll(await answer(c))
  return open({
    method: 'GET',
    path,
    handle,
    reason: 'clients read where to sign in, and with which public keys, before they can',
    says: 'application/json',
  })
}

/** Of the pages of sign-in: the same for everybody. */
function part(path: string, says: string, text: string): OpenRoute {
  return open({
    method: 'GET',
    path,
    says,
    reason: 'the pages of sign-in need it before anybody has signed in',
    handle: (c) =>
      c.body(text, 200, {
        'content-type': says === 'image/svg+xml' ? says : `${says}; charset=utf-8`,
        'cache-control': 'public, max-age=3600',
        'x-content-type-options': 'nosniff',
      }),
  })
}
