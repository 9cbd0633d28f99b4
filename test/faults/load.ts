/** Writers and readers on a server while something is done to it; what they were promised is looked up afterwards. */
import { setTimeout as pause } from 'node:timers/promises'
import { makeFleet } from 'taxiway-hardware-hash'
import { importedPath, importOf } from '../support/wire-client.ts'

export type Answer = { readonly status: number; readonly retryAfter: string | null }

export type Load = {
  /** Answers to requests so far, by `GET` and `POST`. */
  readonly answers: Readonly<Record<'GET' | 'POST', Answer[]>>
  /** Requests that got no answer, in words. */
  readonly unanswered: string[]
  /** Rows whose import was answered with success. */
  readonly acknowledged: Set<string>
  /** Ends after the requests under way. */
  stop(): Promise<void>
}

export type LoadOptions = {
  readonly origin: () => string
  readonly token: string
  readonly seed: string
  readonly writers?: number
  readonly readers?: number
}

const rowsPerImport = 2

export function startLoad(options: LoadOptions): Load {
  const { origin, token, seed, writers = 3, readers = 3 } = options
  const load = {
    answers: { GET: [], POST: [] } as Record<'GET' | 'POST', Answer[]>,
    unanswered: [] as string[],
    acknowledged: new Set<string>(),
  }
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  let isOver = false

  async function ask(method: 'GET' | 'POST', path: string, body?: object): Promise<boolean> {
    try {
      const answer = await fetch(`${origin()}${path}`, {
        method,
        headers,
        ...(body && { body: JSON.stringify(body) }),
      })
      await answer.arrayBuffer()
      const { status } = answer
      load.answers[method].push({ status, retryAfter: answer.headers.get('retry-after') })
      return answer.ok
    } catch (error) {
      load.unanswered.push(`${method} ${(error as Error).cause ?? error}`)
      return false
    }
  }

  async function write(writer: number): Promise<void> {
    const fleet = makeFleet({ seed: `${seed} ${writer}`, count: 100_000, mix: { dell: 1, hp: 1 } })
    const machines = fleet[Symbol.iterator]()
    for (let n = 0; !isOver; n++) {
      const rows = Array.from({ length: rowsPerImport }, (_, row) => ({
        importId: `${seed}-${writer}-${n}-${row}`,
        hash: machines.next().value?.hash().text ?? '',
      }))
      const taken = await ask('POST', `${importedPath}/import`, importOf(rows))
      if (taken) for (const { importId } of rows) load.acknowledged.add(importId)
      else await pause(10)
    }
  }

  async function read(): Promise<void> {
    while (!isOver) if (!(await ask('GET', `${importedPath}?$top=5`))) await pause(10)
  }

  const running = [
    ...Array.from({ length: writers }, (_, n) => write(n)),
    ...Array.from({ length: readers }, read),
  ]
  return {
    ...load,
    async stop() {
      isOver = true
      await Promise.all(running)
    },
  }
}

/** How many of each were answered with success; a test that hurts nobody has shown nothing. */
export function succeeded({ answers }: Pick<Load, 'answers'>): number {
  return [...answers.GET, ...answers.POST].filter(({ status }) => status < 300).length
}

/** Answers that are neither a success nor a complete report of an outage. */
export function wrongAnswers({ answers }: Pick<Load, 'answers'>): readonly string[] {
  return Object.entries(answers).flatMap(([method, all]) =>
    all
      .filter(({ status, retryAfter }) => status >= 300 && !(status === 503 && retryAfter !== null))
      .map(({ status, retryAfter }) => `${method} ${status} Retry-After: ${retryAfter}`),
  )
}
