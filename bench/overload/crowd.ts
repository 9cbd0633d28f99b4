/** A crowd that comes at its own pace, whether it is answered or not: what a load is that does not wait. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Connection } from '../graph/http-client.ts'

export type Came = {
  /** Milliseconds from sending to the whole answer, of those that got what they asked for. */
  readonly taken: readonly number[]
  /** How many were asked to retry. */
  readonly away: number
}

const tick = 5

/** Each kind is asked as often as any other. Each request goes over a connection that is free; those that find none wait here, as at a client with so many of them. */
export function crowdOf(kinds: readonly (readonly Connection[])[]) {
  const free = kinds.map((connections) => [...connections])
  const due = kinds.map(() => 0)
  const taken: number[] = []
  let away = 0
  let inHand = 0

  async function ask(connection: Connection, kind: number): Promise<void> {
    inHand++
    const since = performance.now()
    const status = await connection.ask()
    if (status === 200) taken.push(performance.now() - since)
    else away++
    inHand--
    if (due[kind] === 0) return void free[kind]?.push(connection)
    due[kind] = (due[kind] ?? 1) - 1
    void ask(connection, kind)
  }

  function come(kind: number): void {
    const connection = free[kind]?.pop()
    if (connection === undefined) due[kind] = (due[kind] ?? 0) + 1
    else void ask(connection, kind)
  }

  return {
    async comeAt(perSecond: number, seconds: number): Promise<Came> {
      const begun = performance.now()
      let sent = 0
      for (let now = 0; now < seconds * 1_000; now = performance.now() - begun) {
        for (; sent < (now / 1_000) * perSecond; sent++) come(sent % kinds.length)
        await pause(tick)
      }
      due.fill(0)
      const came = { taken: [...taken], away }
      while (inHand > 0) await pause(tick)
      for (const connection of kinds.flat()) connection.close()
      return came
    },
  }
}
