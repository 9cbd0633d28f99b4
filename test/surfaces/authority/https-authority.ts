/** The authority over real HTTPS, trusted by this process, for clients that bring their own network. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { getRequestListener } from '@hono/node-server'
import { ensureCertificates } from '../../../src/tls/ensure-certificates.ts'
import { startAuthority } from './support.ts'

export type HttpsAuthority = Awaited<ReturnType<typeof startHttpsAuthority>>

export async function startHttpsAuthority() {
  const folder = await mkdtemp(join(tmpdir(), 'taxiway-authority-'))
  const { key, cert, caPath } = await ensureCertificates({ dataDir: folder })
  setDefaultCACertificates([...getCACertificates(), await readFile(caPath, 'utf8')])
  let answer: (request: Request) => Response | Promise<Response> = () =>
    new Response(null, { status: 503 })
  const server = createServer(
    { key, cert },
    getRequestListener((request) => answer(request)),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `https://localhost:${(server.address() as AddressInfo).port}`
  const authority = await startAuthority({ origin })
  answer = (request) => authority.app.fetch(request)
  return {
    ...authority,
    origin,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await authority.close()
      await rm(folder, { recursive: true })
    },
  }
}
