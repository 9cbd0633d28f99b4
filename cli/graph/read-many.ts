/** Many objects by their ids in few requests: `$batch` of GETs, which Microsoft's service answers as Taxiway does. */
import { type Graph, GraphError, UnexpectedAnswerError } from 'taxiway-graph-client'

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
  version: 'v1.0' | 'beta' = 'v1.0',
): Promise<ReadonlyMap<string, Entry | 'gone'>> {
  const readAlone = (path: string) => graph.get<Entry>(`/${version}${path}`)
  const found = new Map<string, Entry | 'gone'>()
  for (let at = 0; at < paths.length; at += batchSize) {
    const part = paths.slice(at, at + batchSize)
    const [only] = part
    if (part.length === 1 && only !== undefined) {
      found.set(only, await orGone(readAlone(only)))
      continue
    }
    const requests = part.map((url, n) => ({ id: String(n), method: 'GET', url }))
    for (const response of await batched(graph, `/${version}/$batch`, requests)) {
      const path = part[Number(response.id)]
      if (path === undefined) continue
      const answer = await answerOf<Entry>(response, () => readAlone(path))
      if (answer !== undefined) found.set(path, answer)
    }
  }
  return found
}

async function batched(
  graph: Graph,
  path: string,
  requests: readonly object[],
): Promise<BatchAnswer['responses']> {
  const answer = await graph.ask<Partial<BatchAnswer> | null>(path, { requests })
  if (Array.isArray(answer?.responses)) return answer.responses
  const message = `${graph.origin} answered a batch of requests without a response to each.`
  throw new UnexpectedAnswerError(message, { url: `${graph.origin}${path}`, kind: 'not-json' })
}

async function orGone<Entry>(reading: Promise<Entry>): Promise<Entry | 'gone'> {
  try {
    return await reading
  } catch (error) {
    if (error instanceof GraphError && error.status === 404) return 'gone'
    throw error
  }
}

async function answerOf<Entry>(
  { status, body }: BatchAnswer['responses'][number],
  readAlone: () => Promise<Entry>,
): Promise<Entry | 'gone' | undefined> {
  if (status === 200) return body as Entry
  if (status === 404) return 'gone'
  // Asked alone, it fails with the service's own words, or a new token has helped.
  return status === 401 || status === 403 ? await readAlone() : undefined
}
