/** Work at a rate: as much as goes through, or so much a second however long each takes. */

/** As many as go through with `inFlight` at any time. */
export async function perSecond(
  work: () => Promise<void>,
  { inFlight, seconds: length }: { readonly inFlight: number; readonly seconds: number },
): Promise<number> {
  const start = performance.now()
  const until = start + length * 1000
  let done = 0
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      for (; performance.now() < until; done++) await work()
    }),
  )
  return done / ((performance.now() - start) / 1000)
}

type Paced = { readonly took: readonly number[]; readonly rate: number }

/**
 * Begins `rate` per second, however long each takes; milliseconds of each, counted from when it was due. What is
 * refused, because the server has too much to do, does not count.
 */
export async function paced(
  work: () => Promise<void>,
  { rate, seconds }: { readonly rate: number; readonly seconds: number },
): Promise<Paced> {
  const start = performance.now()
  const count = rate * seconds
  const took: number[] = []
  const failed: unknown[] = []
  const running: Promise<void>[] = []
  for (let n = 0; n < count; n++) {
    const due = start + (n * 1000) / rate
    const wait = due - performance.now()
    if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait))
    running.push(
      work().then(
        () => void took.push(performance.now() - due),
        (error) => void failed.push(error),
      ),
    )
  }
  await Promise.all(running)
  return { took, rate: (count - failed.length) / ((performance.now() - start) / 1000) }
}
