/** Many objects by their ids in few requests: `$batch` of GETs, which Microsoft's service answers as Taxiway does. */
import { type Graph, GraphError } from 'taxiway-graph-client'

/** The number Microsoft allows in one batch (documented: JSON batching). */
const batchSize = 20

type BatchAnswer = {
  readonly responses: readonly {
    readonly id: string
    readonly status: number
    readonly body?: unknown
  }[]
}

/**
 * What GET of each of `paths` (without the version) answers: the object, or `gone` when there is none. Of an object
 * that the service would not read just now, being throttled or ill, there is nothing; ask again later.
 */
export async function readMany<Entry>(
  graph: Graph,
  paths: readonly string[],
): Promise<ReadonlyMap<string, Entry | 'gone'>> {
  const found = new Map<string, Entry | 'gone'>()
  for (let at = 0; at < paths.length; at += batchSize) {
    const part = paths.slice(at, at + batchSize)
    const [only] = part
    if (part.length === 1 && only !== undefined) {
      found.set(only, await readOne<Entry>(graph, only))
      continue
    }
    const requests = part.map((url, n) => ({ id: String(n), method: 'GET', url }))
    const { responses } = await graph.ask<BatchAnswer>('/v1.0/$batch', { requests })
    for (const response of responses) {
      const path = part[Number(response.id)]
      if (path === undefined) continue
      const answer = await answerOf<Entry>(graph, path, response)
      if (answer !== undefined) found.set(path, answer)
    }
  }
  return found
}

async function readOne<Entry>(graph: Graph, path: string): Promise<Entry | 'gone'> {
  try {
    return await graph.get<Entry>(`/v1.0${path}`)
  } catch (error) {
    if (error instanceof GraphError && error.status === 404) return 'gone'
    throw error
  }
}

async function answerOf<Entry>(
  graph: Graph,
  path: string,
  { status, body }: BatchAnswer['responses'][number],
): Promise<Entry | 'gone' | undefined> {
  if (status === 200) return body as Entry
  if (status === 404) return 'gone'
  // Asked alone, it fails with the service's own words, or a new token has helped.
  return status === 401 || status === 403 ? await graph.get<Entry>(`/v1.0${path}`) : undefined
}
