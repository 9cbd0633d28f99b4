/**
 * Many requests that ask the same question at about the same time, answered by one statement. While one batch runs,
 * the next collects: nobody joins a statement that began before they asked, so each answer is as fresh as its own
 * statement would give.
 */

type Waiting<Key, Value> = {
  readonly key: Key
  readonly resolve: (value: Value) => void
  readonly reject: (error: unknown) => void
}

/** Two statements at once keep the database busy while one is being read. */
const atOnce = 2
const maxBatch = 128

/** `run` answers in the order of its keys. If a batch fails, its members are asked one by one. */
export function batched<Key, Value>(
  run: (keys: readonly Key[]) => Promise<readonly Value[]>,
): (key: Key) => Promise<Value> {
  const waiting: Waiting<Key, Value>[] = []
  let running = 0
  let isScheduled = false

  async function answer(batch: readonly Waiting<Key, Value>[]): Promise<void> {
    try {
      const values = await run(batch.map(({ key }) => key))
      batch.forEach(({ resolve }, n) => {
        resolve(values[n] as Value)
      })
    } catch (error) {
      const [only, ...others] = batch
      if (others.length === 0) only?.reject(error)
      else await Promise.all(batch.map((each) => answer([each])))
    }
  }

  function start(): void {
    isScheduled = false
    while (running < atOnce && waiting.length > 0) {
      running += 1
      void answer(waiting.splice(0, maxBatch)).finally(() => {
        running -= 1
        schedule()
      })
    }
  }

  function schedule(): void {
    if (isScheduled || waiting.length === 0) return
    isScheduled = true
    setImmediate(start)
  }

  return (key) =>
    new Promise((resolve, reject) => {
      waiting.push({ key, resolve, reject })
      schedule()
    })
}

/** For a question that is asked once for all who ask it at about the same time. */
export function shared<Key, Value>(
  ask: (key: Key) => Promise<Value>,
  nameOf: (key: Key) => string,
): (key: Key) => Promise<Value> {
  return batched(async (keys) => {
    const asked = new Map<string, Promise<Value>>()
    return await Promise.all(
      keys.map((key) => {
        const name = nameOf(key)
        const answer = asked.get(name) ?? ask(key)
        asked.set(name, answer)
        return answer
      }),
    )
  })
}
