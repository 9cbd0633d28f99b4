/** Load on one address: so many connections, each asking again as soon as it is answered. */
import { Agent as HttpAgent, request as httpRequest } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'

export type Load = {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly connections: number
  readonly seconds: number
}

export type Measured = {
  readonly perSecond: number
  /** Milliseconds. */
  readonly p50: number
  readonly p99: number
}

export async function measure({ url, headers, connections, seconds }: Load): Promise<Measured> {
  const secure = url.startsWith('https:')
  const options = { keepAlive: true, maxSockets: connections, rejectUnauthorized: false }
  const agent = secure ? new HttpsAgent(options) : new HttpAgent(options)
  const ask = () =>
    new Promise<number>((resolve, reject) => {
      const start = performance.now()
      const request = secure ? httpsRequest : httpRequest
      const sent = request(url, { agent, headers }, (response) => {
        response.resume()
        response.on('end', () => {
          if (response.statusCode === 200) resolve(performance.now() - start)
          else reject(new Error(`${url} answered ${response.statusCode}`))
        })
      })
      sent.on('error', reject)
      sent.end()
    })
  const times: number[] = []
  const loop = async (until: number, keep: boolean) => {
    while (performance.now() < until) {
      const time = await ask()
      if (keep) times.push(time)
    }
  }
  const together = async (length: number, keep: boolean) => {
    const until = performance.now() + length * 1000
    await Promise.all(Array.from({ length: connections }, () => loop(until, keep)))
  }
  // Unmeasured at first: connections, compiled code and statements are ready then.
  await together(Math.min(2, seconds), false)
  const start = performance.now()
  await together(seconds, true)
  const elapsed = (performance.now() - start) / 1000
  agent.destroy()
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0
  return { perSecond: times.length / elapsed, p50: at(0.5), p99: at(0.99) }
}

/** One answer, parsed; the certificate may be anybody's. */
export function fetchOver(
  url: string,
  headers: Readonly<Record<string, string>>,
): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    const sent = httpsRequest(url, { headers, rejectUnauthorized: false }, async (response) => {
      resolve(JSON.parse((await response.toArray()).join('')))
    })
    sent.on('error', reject)
    sent.end()
  })
}
