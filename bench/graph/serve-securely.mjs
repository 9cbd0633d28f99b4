/**
 * Preloaded into Prism, which speaks plain HTTP only: the same server, in the same process, behind the same
 * certificate as everybody else who is measured. TAXIWAY_BENCH_TLS is the folder of the certificate.
 */
import { readFileSync } from 'node:fs'
import http from 'node:http'
import https from 'node:https'
import { join } from 'node:path'

const folder = process.env.TAXIWAY_BENCH_TLS
const cert = readFileSync(join(folder, 'server.pem'))
const key = readFileSync(join(folder, 'server.key'))
http.createServer = (...given) => {
  const [options, listener] = typeof given[0] === 'function' ? [{}, given[0]] : given
  return https.createServer({ ...options, cert, key }, listener)
}
