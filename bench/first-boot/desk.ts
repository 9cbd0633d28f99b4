/** Holds what devices ask until all of them have asked, so that only the server's own part is measured. */
import type { Service } from 'taxiway-device'
import { timed } from '../registry-store.ts'
import { milliseconds } from './bare-cryptography.ts'

export function desk(service: Service) {
  const held: { request: Request; answer: (response: Response) => void }[] = []
  return {
    origin: service.origin,
    ask: (request: Request) =>
      new Promise<Response>((answer) => {
        held.push({ request, answer })
      }),
    async serve(together: number) {
      const took: number[] = []
      const responses: { status: number; body: ArrayBuffer }[] = []
      const before = process.cpuUsage()
      for (let at = 0; at < held.length; at += together)
        await Promise.all(
          held.slice(at, at + together).map(async ({ request }, n) => {
            took.push(
              await timed(async () => {
                const response = await service.ask(request)
                responses[at + n] = { status: response.status, body: await response.arrayBuffer() }
              }),
            )
          }),
        )
      const processor = milliseconds(process.cpuUsage(before))
      for (const [n, { answer }] of held.entries())
        answer(new Response(responses[n]?.body ?? null, { status: responses[n]?.status ?? 500 }))
      return { took, processor }
    },
  }
}
