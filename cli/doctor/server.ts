/** Checks of `taxiway doctor` on a server: address, certificate, clock. */
import { connect as connectTls, type PeerCertificate } from 'node:tls'
import type { Context } from '../context/context-file.ts'
import { type Finding, failed, ok, warning } from './finding.ts'

/** The server's clock decides whether a token is valid; most services allow five minutes. */
const maxSkewSeconds = 300
const soonDays = 30
const connectMs = 10_000

/** The certificate as presented, even if it is not trusted here. */
export async function certificate({ graph }: Context): Promise<Finding> {
  const check = 'Certificate'
  const { hostname, port } = new URL(graph)
  try {
    const { peer, refusedFor } = await peerOf(hostname, Number(port || 443))
    if (refusedFor !== undefined)
      return failed(
        check,
        `${hostname} is not trusted: ${refusedFor}`,
        `Sign in again with the certificate authority of the server: taxiway login --url ${graph} --ca <its data folder>/ca.pem`,
      )
    const days = Math.floor((Date.parse(peer.valid_to) - Date.now()) / 86_400_000)
    return days < soonDays
      ? warning(
          check,
          `expires in ${days} days`,
          'Renew it; a Taxiway server renews its own certificate at the next start.',
        )
      : ok(check, `trusted, expires in ${days} days`)
  } catch (error) {
    return failed(
      check,
      `${hostname} cannot be reached: ${(error as Error).message}`,
      'Check the address (taxiway context list), the network, and that the server runs.',
    )
  }
}

function peerOf(
  host: string,
  port: number,
): Promise<{ readonly peer: PeerCertificate; readonly refusedFor: string | undefined }> {
  return new Promise((resolve, reject) => {
    const socket = connectTls({ host, port, servername: host, rejectUnauthorized: false }, () => {
      const refusedFor = socket.authorized ? undefined : String(socket.authorizationError)
      resolve({ peer: socket.getPeerCertificate(), refusedFor })
      socket.destroy()
    })
    socket.setTimeout(connectMs, () => socket.destroy(new Error('no answer in 10 seconds')))
    socket.on('error', reject)
  })
}

/** By the `Date` header, to the second. */
export async function clock({ graph }: Context): Promise<Finding> {
  const check = 'Clock'
  const answer = await fetch(graph, { method: 'HEAD', redirect: 'manual' }).catch(() => undefined)
  if (answer === undefined)
    return failed(
      check,
      `${new URL(graph).hostname} did not answer`,
      'Look again; if it stays so, see the log of the server, or of what stands before it.',
    )
  const date = Date.parse(answer.headers.get('date') ?? '')
  if (Number.isNaN(date)) return ok(check, 'the server does not report its time')
  const skew = Math.round((Date.now() - date) / 1000)
  const off = `this machine is ${Math.abs(skew)} s ${skew > 0 ? 'ahead of' : 'behind'} the server`
  return Math.abs(skew) > maxSkewSeconds
    ? failed(
        check,
        off,
        'Correct the clock of this machine or of the server: otherwise tokens are refused.',
      )
    : ok(check, Math.abs(skew) < 5 ? 'agrees with the server' : off)
}
