/** Several tasks that are due together: one that fails keeps no other from being done. */

/** Does them one after the other, and then throws what failed. */
export async function allOf(...tasks: readonly (() => Promise<unknown>)[]): Promise<void> {
  const failures: unknown[] = []
  for (const task of tasks) await task().catch((error: unknown) => failures.push(error))
  if (failures.length > 1) throw new AggregateError(failures, 'several tasks failed')
  if (failures.length === 1) throw failures[0]
}
