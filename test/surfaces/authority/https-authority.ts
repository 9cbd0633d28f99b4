/** The authority over real HTTPS, trusted by this process, for clients that bring their private network. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { getRequestListener } from '@hono/node-server'
import { ensureCertificates } from '../../../src/host/tls/ensure-certificates.ts'
import { startAuthority } from './support.ts'

type Fetch = (request: Request) => Response | Promise<Response>

/** A server of HTTPS on a free port, with a certificate that this process trusts from now on. */
export async function startHttps() {
  const folder = await mkdtemp(join(tmpdir(), 'taxiway-authority-'))
  const { key, cert, caPath } = await ensureCertificates({ dataDir: folder })
  const own = await readFile(caPath, 'utf8')
  // Without a pause between reading and setting the list: several servers start at once.
  setDefaultCACertificates([...getCACertificates('default'), own])
  let answer: Fetch = () => new Response(null, { status: 503 })
  const server = createServer(
    { key, cert },
    getRequestListener((request) => answer(request)),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `https://localhost:${(server.address() as AddressInfo).port}`,
    /** For programs that are to trust it too. */
    caPath,
    serve(fetch: Fetch) {
      answer = fetch
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await rm(folder, { recursive: true })
    },
  }
}

export type HttpsAuthority = Awaited<ReturnType<typeof startHttpsAuthority>>

export async function startHttpsAuthority() {
  const server = await startHttps()
  const authority = await startAuthority({ origin: server.origin })
  server.serve((request) => authority.app.fetch(request))
  return {
    ...authority,
    origin: server.origin,
    async close() {
      await server.close()
      await authority.close()
    },
  }
}
