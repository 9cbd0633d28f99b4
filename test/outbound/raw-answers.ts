/** A server of TLS on this machine that answers every request with the bytes that a test gives it, whatever they are. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import type { AddressInfo, Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer, getCACertificates, setDefaultCACertificates } from 'node:tls'
import { ensureCertificates } from '../../src/host/tls/ensure-certificates.ts'

export type RawServer = Awaited<ReturnType<typeof startRaw>>

export async function startRaw() {
  const folder = await mkdtemp(join(tmpdir(), 'taxiway-raw-'))
  const { key, cert, caPath } = await ensureCertificates({ dataDir: folder })
  const own = await readFile(caPath, 'utf8')
  setDefaultCACertificates([...getCACertificates('default'), own])
  let answer: (socket: Socket) => void = (socket) => socket.destroy()
  const open = new Set<Socket>()
  const server = createServer({ key, cert }, (socket) => {
    open.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => open.delete(socket))
    socket.once('data', () => answer(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `https://localhost:${(server.address() as AddressInfo).port}`,
    answerWith(next: typeof answer) {
      answer = next
    },
    async close() {
      for (const socket of open) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
      await rm(folder, { recursive: true })
    },
  }
}
