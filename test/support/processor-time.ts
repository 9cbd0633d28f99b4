/** What work costs, however busy the machine is with other programs. */

/** Milliseconds of this thread's processor time. */
export async function processorTime(work: () => unknown): Promise<number> {
  const before = process.threadCpuUsage()
  await work()
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1000
}
