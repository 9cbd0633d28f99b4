/** A receiver of webhooks over real HTTPS on this machine, which verifies everything with the standardwebhooks package. */
import { Webhook } from 'standardwebhooks'
import { startHttps } from '../surfaces/authority/https-authority.ts'

export type Received = {
  readonly id: string
  readonly signature: string
  readonly body: { readonly type: string; readonly timestamp: string; readonly data: Data }
}

type Data = Readonly<Record<string, unknown>>

export type Receiver = Awaited<ReturnType<typeof startReceiver>>

export async function startReceiver() {
  const server = await startHttps()
  const received: Received[] = []
  let asked = 0
  let secret = ''
  /** What it answers; undefined = 204 for what verifies. */
  let fault: (n: number) => Response | undefined = () => undefined

  server.serve(async (request) => {
    asked += 1
    const failure = fault(asked)
    if (failure !== undefined) return failure
    const text = await request.text()
    const headers = Object.fromEntries(request.headers)
    // Throws where the signature is wrong, or the time.
    const body = new Webhook(secret).verify(text, headers) as Received['body']
    received.push({
      id: headers['webhook-id'] ?? '',
      signature: headers['webhook-signature'] ?? '',
      body,
    })
    return new Response(null, { status: 204 })
  })

  return {
    url: `${server.origin}/hooks`,
    received,
    /** Without the event that verifies the webhook. */
    events: () => received.filter(({ body }) => !body.type.startsWith('webhook.')),
    asked: () => asked,
    trust(next: string) {
      secret = next
    },
    failWith(next: typeof fault) {
      fault = next
    },
    close: () => server.close(),
  }
}
