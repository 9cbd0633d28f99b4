/** Requests of `taxiway webhooks`, which only a Taxiway server answers. */
import type { Command } from 'commander'
import { connect } from '../graph/client.ts'
import { ofTaxiway } from '../graph/taxiway-only.ts'
import { contextFor } from '../sign-in/current-context.ts'

export const path = '/admin/v1/webhooks'

export async function sent<Answer>(
  command: Command,
  method: 'get' | 'post' | 'patch',
  { at, body = {} }: { readonly at: string; readonly body?: object },
): Promise<Answer> {
  const graph = connect(await contextFor(command))
  const text = JSON.stringify(body)
  return await ofTaxiway(graph, () => {
    if (method === 'get') return graph.get<Answer>(at)
    return method === 'post' ? graph.post<Answer>(at, text) : graph.patch<Answer>(at, text)
  })
}
