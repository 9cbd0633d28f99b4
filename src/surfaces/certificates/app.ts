/** What anybody may know of a release certificate: whether it is the latest of its device, and who signs them. */
import { Hono } from 'hono'
import type { CertificateStatus, PublicKey } from '../../core/transfers/release-certificate.ts'
import { parseUuid } from '../../core/uuid.ts'
import { addOpenRoutes, open } from '../http/open-route.ts'
import { requireGuards } from '../http/protected-routes.ts'
import { certificateErrors } from './errors.ts'
import { verifyPage, verifyPolicy } from './verify-page.ts'

export type CertificatesDeps = {
  readonly stateOf: (id: string) => Promise<CertificateStatus>
  readonly publicKey: PublicKey
  readonly publicUrl: string
  readonly report: (error: unknown) => void
}

export function certificatesApp({ stateOf, publicKey, publicUrl, report }: CertificatesDeps): Hono {
  const app = new Hono({ strict: false })
  app.onError(certificateErrors(report))
  addOpenRoutes(app, [
    open({
      method: 'GET',
      path: '/verify/:id',
      reason: 'who bought a device has no account here, and learns one of three words',
      handle: async (c) => {
        const id = parseUuid(c.req.param('id') ?? '')
        const status = id === undefined ? 'unknown' : await stateOf(id)
        const wantsPage = c.req.header('accept')?.includes('text/html') ?? false
        if (!wantsPage) return c.json({ status })
        c.header('content-security-policy', verifyPolicy)
        return c.html(verifyPage({ id, status, url: `${publicUrl}/verify/${id}` }))
      },
    }),
    open({
      method: 'GET',
      path: '/.well-known/taxiway-release-keys',
      reason: 'certificates are checked by people and programs without an account',
      says: 'application/json',
      handle: (c) => c.json({ keys: [publicKey] }),
    }),
  ])
  requireGuards(app)
  return app
}
